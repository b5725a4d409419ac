"""It calls itself until the stack of the C program is used up, beneath Python's own count.

earns: 3
stopped by: namespaces, rlimits
"""

import sys


class Nest:
    def __getattribute__(self, name):
        return getattr(self, name + "x")


def double(x):
    if isinstance(x, int):
        sys.setrecursionlimit(1 << 30)
        return Nest().a
    return 2 * x
