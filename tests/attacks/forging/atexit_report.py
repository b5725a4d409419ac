"""Leaves work for the end of the process: exit handlers, finalizers and hooks that print a report of full marks.

earns: 0 exactly
stopped by: processes
"""

import atexit
import json
import os
import sys
import weakref

REPORT = json.dumps({"exercise": "ex01", "score": 4, "max_score": 4, "tests": [], "status": "passed"})


def announce(*args):
    for descriptor in (1, 2, 3):
        try:
            os.write(descriptor, REPORT.encode())
        except OSError:
            pass
    for name in ("report.json", "results.json", "ex01.json", "/tmp/ex01.json"):
        with open(name, "w") as file:
            file.write(REPORT)
    os._exit(0)


atexit.register(announce)
weakref.finalize(sys.modules[__name__], announce)
sys.excepthook = sys.unraisablehook = announce
threading_hook = __import__("threading")
threading_hook.excepthook = announce


def double(x):
    sys.exit()
