"""It attaches as a debugger to its parent and to every process that it can see, and has itself traced.

earns: 4 exactly
stopped by: seccomp, namespaces
"""

import ctypes
import os

TRACEME, SEIZE, DETACH = 0, 0x4206, 17
libc = ctypes.CDLL(None, use_errno=True)
others = {os.getppid(), 1, 2, *(int(name) for name in os.listdir("/proc") if name.isdigit())} - {os.getpid(), 0}
for pid in sorted(others):
    if libc.ptrace(SEIZE, pid, None, None) == 0:  # which, unlike attaching, does not stop it
        libc.ptrace(DETACH, pid, None, None)
        print("ESCAPED: traces process", pid)
if libc.ptrace(TRACEME, 0, None, None) == 0:
    print("ESCAPED: may be traced by whoever started it")


def double(x):
    return 2 * x
