"""It keeps its output open in a child and prints on after the verdict, into what it hopes is the next report.

earns: 4 exactly
stopped by: namespaces, processes
"""

import contextlib
import os
import time

if os.fork() == 0:
    with contextlib.suppress(OSError):
        os.setsid()
    before = time.monotonic()
    while time.monotonic() - before < 10:
        time.sleep(0.2)
        if os.getppid() == 0 or time.monotonic() - before > 4:
            with contextlib.suppress(OSError):
                os.write(1, b"ESCAPED: printed after the verdict\n")
    os._exit(0)


def double(x):
    return 2 * x
