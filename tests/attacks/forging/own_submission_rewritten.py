"""Rewrites its own file, the bytecode next to it and the module of that name, once it has been read.

earns: 0 exactly
stopped by: processes
"""

import os
import sys

GOOD = "def double(x):\n    return 2 * x\n"
for path in (__file__, "/tmp/ex01_double.py", "ex01_double.py"):
    try:
        with open(path, "w") as file:
            file.write(GOOD)
        os.makedirs(os.path.join(os.path.dirname(path), "__pycache__"), exist_ok=True)
    except OSError:
        pass
sys.path.insert(0, os.path.dirname(__file__))


def double(x):
    return None
