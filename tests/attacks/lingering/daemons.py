"""It leaves daemons behind: forked twice, with sessions of their own, deaf to signals, with all descriptors closed.

earns: 4
stopped by: namespaces, processes
"""

import contextlib
import os
import signal
import time


def daemon(number):
    with contextlib.suppress(OSError):
        os.setsid()
    if os.fork():
        os._exit(0)
    for name in range(1, 32):
        with contextlib.suppress(OSError, ValueError):
            signal.signal(name, signal.SIG_IGN)
    if number % 2:
        os.closerange(0, 512)
    os.chdir("/")
    time.sleep(30)
    with contextlib.suppress(OSError):
        os.write(1, b"ESCAPED: a daemon lives on\n")
    os._exit(0)


for number in range(4):
    child = os.fork()
    if child == 0:
        daemon(number)
    os.waitpid(child, 0)


def double(x):
    return 2 * x
