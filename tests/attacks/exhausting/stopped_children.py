"""It leaves children that are stopped, waiting in vfork, or dead and not waited for, and answers.

earns: 4
stopped by: namespaces, rlimits
"""

import contextlib
import os
import signal

with contextlib.suppress(OSError):
    for number in range(6):
        child = os.fork()
        if child == 0:
            if number % 3 == 0:
                os._exit(0)
            for stop in (signal.SIGSTOP, signal.SIGTSTP):
                os.kill(os.getpid(), stop)
            signal.pause()


def double(x):
    return 2 * x
