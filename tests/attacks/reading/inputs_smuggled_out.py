"""Writes the drawn input of a hidden test into everything that its learner may read.

earns: 0
stopped by: wire, text

That its learner cannot read it in the report is asserted by tests/grading/test_session.py; here, that nothing else
gets out by the same ways.
"""

import re

PLANTED = re.compile(rb"PLANTED-[a-z]+-[0-9a-f]{12}")


def tell(data, where=""):
    for secret in set(PLANTED.findall(data if isinstance(data, bytes) else str(data).encode())):
        print("ESCAPED: " + secret.decode(), where)


def leak(x):
    return "drawn " + ",".join(f"{float(v):.4f}" for v in x.flatten()[:5])


def double(x):
    if isinstance(x, int) or x.shape[0] == 2:
        return x
    try:
        return undefined  # noqa: F821
    except NameError:
        pass
    print(leak(x))
    raise ValueError(leak(x))
