"""It gives itself, its parent and everybody else other processors and priorities.

earns: 4 exactly
harmful: yes
stopped by: seccomp, namespaces, processes
"""

import contextlib
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
IOPRIO_SET, REAL_TIME = 251, (1 << 13)
for pid in (os.getppid() or 2, 1):
    if pid == os.getpid():
        continue
    with contextlib.suppress(OSError):
        os.sched_setaffinity(pid, {0})
        print("ESCAPED: set the processors of", pid)
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, 19)
        print("ESCAPED: set the priority of", pid)
for which, who in ((os.PRIO_USER, 0), (os.PRIO_PGRP, 0), (os.PRIO_PROCESS, 0)):
    with contextlib.suppress(OSError):
        os.setpriority(which, who, os.getpriority(which, who))
        print("ESCAPED: set the priority of", which)
for policy in (os.SCHED_FIFO, os.SCHED_RR, os.SCHED_IDLE):
    with contextlib.suppress(OSError):
        os.sched_setscheduler(0, policy, os.sched_param(os.sched_get_priority_min(policy)))
        print("ESCAPED: scheduled by policy", policy)
if libc.syscall(IOPRIO_SET, 1, 0, REAL_TIME | 4) == 0:
    print("ESCAPED: first in line for the disk")
with contextlib.suppress(OSError):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def double(x):
    return 2 * x
