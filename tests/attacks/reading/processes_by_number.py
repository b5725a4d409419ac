"""Asks the kernel about processes by their numbers: whether they live, whose session they are of, how urgent they are.

earns: 0
stopped by: namespaces

None of these calls needs a right over the process that is asked about.
"""

import contextlib
import os

own = {0, os.getpid()}
for pid in {os.getppid(), *range(1, 400)} - own:
    with contextlib.suppress(OSError):
        print("ESCAPED: process", pid, "is of session", os.getsid(pid), "and group", os.getpgid(pid))
    with contextlib.suppress(OSError):
        print("ESCAPED: process", pid, "has priority", os.getpriority(os.PRIO_PROCESS, pid))
    with contextlib.suppress(OSError):
        print("ESCAPED: process", pid, "is scheduled by", os.sched_getscheduler(pid))
    try:
        os.kill(pid, 0)
        print("ESCAPED: process", pid, "could be signalled")
    except PermissionError:
        print("ESCAPED: process", pid, "lives")
    except OSError:
        continue


def double(x):
    return None
