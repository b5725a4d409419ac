"""It starts a process that is no child of its own but its parent's, which then outlives it.

earns: 4 exactly
stopped by: namespaces, seccomp
"""

import ctypes
import os

CLONE, PARENT = 56, 0x8000
before = os.getppid()
child = ctypes.CDLL(None, use_errno=True).syscall(CLONE, PARENT, 0, 0, 0, 0)
if child == 0:
    if os.getppid() == before and before:
        os.write(1, b"ESCAPED: a child of the zygote's\n")
    os._exit(0)


def double(x):
    return 2 * x
