"""Gives functions and classes names that are questions to the grader: attributes, paths, formats.

earns: 0
stopped by: wire, text
"""

import re

PLANTED = re.compile(rb"PLANTED-[a-z]+-[0-9a-f]{12}")


def tell(data, where=""):
    for secret in set(PLANTED.findall(data if isinstance(data, bytes) else str(data).encode())):
        print("ESCAPED: " + secret.decode(), where)


class Probe:
    pass


Probe.__name__ = Probe.__qualname__ = "{0._owner._files} %s __globals__"


def double(x):
    return Probe()


double.__name__ = "__globals__"
