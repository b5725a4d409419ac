"""It becomes somebody else: root's ids, other groups, capabilities, set-uid programs.

earns: 4 exactly
stopped by: seccomp, namespaces, root
"""

import contextlib
import ctypes
import os
import stat
import struct

libc = ctypes.CDLL(None, use_errno=True)
for name, arguments in (
    ("setuid", (0,)), ("setgid", (0,)), ("setreuid", (0, 0)), ("setregid", (0, 0)), ("setresuid", (0, 0, 0)),
    ("setresgid", (0, 0, 0)), ("setgroups", ([0],)), ("seteuid", (0,)), ("setuid", (65534,)),
):  # fmt: skip
    with contextlib.suppress(OSError):
        getattr(os, name)(*arguments)
        print("ESCAPED:", name, arguments)
everything = struct.pack("=6I", *[0xFFFFFFFF] * 6)
if libc.capset(struct.pack("=Ii", 0x20080522, 0), everything) == 0:
    print("ESCAPED: capabilities")
with open("/proc/self/status") as status:
    held = {line.split(":")[0]: int(line.split()[1], 16) for line in status if line.startswith(("CapPrm", "CapBnd"))}
if held["CapPrm"] & ~(1 << 2):  # CAP_DAC_READ_SEARCH is left where the interpreter could not be read otherwise
    print(f"ESCAPED: capabilities {held['CapPrm']:x}")
for folder in ("/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/lib", "/usr/local/lib"):
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        with contextlib.suppress(OSError):
            path = f"{folder}/{name}"
            mode = os.stat(path).st_mode
            if stat.S_ISREG(mode) and mode & stat.S_ISUID and not os.statvfs(path).f_flag & os.ST_NOSUID:
                print("ESCAPED: a set-uid program,", path)


def double(x):
    return 2 * x
