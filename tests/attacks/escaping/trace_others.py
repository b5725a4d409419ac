"""It attaches as a debugger to its parent and to every process that it can see, and has itself traced.

earns: 4 exactly
stopped by: seccomp, namespaces
"""

import ctypes
import os

TRACEME, ATTACH, SEIZE, DETACH = 0, 16, 0x4206, 17
libc = ctypes.CDLL(None, use_errno=True)
others = {os.getppid(), 1, 2, *(int(name) for name in os.listdir("/proc") if name.isdigit())} - {os.getpid(), 0}
for pid in sorted(others):
    for request in (SEIZE, ATTACH):
        if libc.ptrace(request, pid, None, None) == 0:
            libc.ptrace(DETACH, pid, None, None)
            print("ESCAPED: traces process", pid)
if libc.ptrace(TRACEME, 0, None, None) == 0:
    print("ESCAPED: may be traced by whoever started it")


def double(x):
    return 2 * x
