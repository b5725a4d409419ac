"""Puts modules of its own in the place of those that the worker uses: torch, msgspec, the host, the wire.

earns: 0 exactly
stopped by: processes, wire
"""

import sys
import types


class Yes(types.ModuleType):
    def __getattr__(self, name):
        return lambda *args, **kwargs: True


for name in list(sys.modules):
    if name.split(".")[0] in ("torch", "numpy", "msgspec", "autograder") and name != "autograder":
        sys.modules[name] = Yes(name)


def double(x):
    return 6.0
