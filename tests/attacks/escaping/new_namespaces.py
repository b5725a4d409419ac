"""It makes namespaces in which it would be root, by unshare, clone, clone3 and setns.

earns: 4
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


def cloned(flags, clone3):
    arguments = (ctypes.c_uint64 * 11)(flags, 0, 0, 0, signal.SIGCHLD)
    child = libc.syscall(CLONE3, arguments, 88) if clone3 else libc.syscall(CLONE, flags | signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    return child


def entered(process, name):
    try:
        return libc.setns(os.open(f"/proc/{process}/ns/{name}", os.O_RDONLY), 0)
    except OSError:
        return -1


# In a process of its own, since a namespace that is entered cannot be left again.
child = os.fork()
if child == 0:
    for name, flag in FLAGS.items():
        for flags in (flag, flag | FLAGS["user"]):
            for attempt in ("unshare", "clone", "clone3"):
                done = libc.unshare(flags) if attempt == "unshare" else cloned(flags, attempt == "clone3")
                if done >= 0 and not (attempt == "clone" and flags <= 0xFF):
                    print("ESCAPED:", attempt, name)
    for name in ("user", "mnt", "pid", "net"):
        if entered(os.getppid() or 2, name) >= 0:
            print("ESCAPED: setns", name)
    os._exit(0)
os.waitpid(child, 0)


def double(x):
    return 2 * x
