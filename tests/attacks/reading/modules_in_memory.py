"""Looks through every module that was imported before it, for what the zygote should not hold.

earns: 0
stopped by: processes
"""

import sys
import re

PLANTED = re.compile(rb"PLANTED-[a-z]+-[0-9a-f]{12}")


def tell(data, where=""):
    for secret in set(PLANTED.findall(data if isinstance(data, bytes) else str(data).encode())):
        print("ESCAPED: " + secret.decode(), where)


for name, module in list(sys.modules.items()):
    if name.startswith(("pytest", "_pytest", "nbgrader", "sqlalchemy", "autograder.grading", "autograder.testing", "autograder.gradebook")):
        print("ESCAPED: " + f"{name} is in memory")
    for key, value in list(vars(module).items()) if hasattr(module, "__dict__") else ():
        if type(value) in (str, bytes):
            tell(value, f"{name}.{key}")


def double(x):
    return None
