"""Raises exceptions whose chain, notes and tracebacks would carry what the grader holds.

earns: 0
stopped by: wire
"""

import sys
import re

PLANTED = re.compile(rb"PLANTED-[a-z]+-[0-9a-f]{12}")


def tell(data, where=""):
    for secret in set(PLANTED.findall(data if isinstance(data, bytes) else str(data).encode())):
        print("ESCAPED: " + secret.decode(), where)


class Curious(Exception):
    def __str__(self):
        frame = sys._getframe()
        found = []
        while frame:
            found.append(str(frame.f_locals))
            frame = frame.f_back
        tell("".join(found), "frames")
        return "{self.__class__} {0.__globals__} %(SECRET)s ${SECRET} {{SECRET}} " + chr(0) * 10

    __repr__ = __str__
    __format__ = lambda self, spec: str(self)


def double(x):
    error = Curious()
    error.__cause__ = error
    error.__notes__ = ["note"]
    raise error
