"""It ignores every signal that can be ignored and spins in several threads, so that only SIGKILL ends it.

earns: 3 exactly
stopped by: limits
"""

import contextlib
import signal
import threading


def spin():
    while True:
        pass


def double(x):
    if isinstance(x, int):
        for number in range(1, 65):
            with contextlib.suppress(OSError, ValueError):
                signal.signal(number, signal.SIG_IGN)
        for _ in range(4):
            threading.Thread(target=spin).start()
        spin()
    return 2 * x
