"""It makes namespaces in which it would be root, by unshare, clone, clone3 and setns.

earns: 4 exactly
stopped by: seccomp
"""

import ctypes
import os
import signal

FLAGS = {
    "mount": 0x20000, "cgroup": 0x2000000, "uts": 0x4000000, "ipc": 0x8000000,
    "user": 0x10000000, "pid": 0x20000000, "net": 0x40000000, "time": 0x80,
}  # fmt: skip
CLONE, CLONE3 = 56, 435
libc = ctypes.CDLL(None, use_errno=True)


def in_child(attempt, name):
    """The attempt in a process of its own, since a namespace that is entered cannot be left again."""
    child = os.fork()
    if child == 0:
        os._exit(0 if attempt() >= 0 else 1)
    if os.waitpid(child, 0)[1] == 0:
        print("ESCAPED:", name)


def cloned(flags, clone3):
    arguments = (ctypes.c_uint64 * 11)(flags, 0, 0, 0, signal.SIGCHLD)
    child = libc.syscall(CLONE3, arguments, 88) if clone3 else libc.syscall(CLONE, flags | signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    return child


for name, flag in FLAGS.items():
    in_child(lambda flag=flag: libc.unshare(flag), f"unshare {name}")
    in_child(lambda flag=flag: libc.unshare(flag | FLAGS["user"]), f"unshare {name} and user")
    if flag > 0xFF:
        in_child(lambda flag=flag: cloned(flag, False), f"clone {name}")
        in_child(lambda flag=flag: cloned(flag | FLAGS["user"], False), f"clone {name} and user")
    in_child(lambda flag=flag: cloned(flag, True), f"clone3 {name}")
for name in ("user", "mnt", "pid", "net"):
    try:
        descriptor = os.open(f"/proc/{os.getppid() or 1}/ns/{name}", os.O_RDONLY)
    except OSError:
        continue
    in_child(lambda descriptor=descriptor: libc.setns(descriptor, 0), f"setns {name}")
    os.close(descriptor)


def double(x):
    return 2 * x
