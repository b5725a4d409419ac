"""Reads the environment that it was given, and the one that its process began with.

earns: 0
stopped by: processes
"""

import ctypes
import os
import sys
import re

PLANTED = re.compile(rb"PLANTED-[a-z]+-[0-9a-f]{12}")


def tell(data, where=""):
    for secret in set(PLANTED.findall(data if isinstance(data, bytes) else str(data).encode())):
        print("ESCAPED: " + secret.decode(), where)


tell(str(dict(os.environ)), "environ")
libc = ctypes.CDLL(None)
block = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
index = 0
while block[index]:
    tell(block[index], "libc")
    index += 1
for name in ("environ", "cmdline", "auxv", "comm", "status", "mountinfo", "maps", "cgroup"):
    try:
        with open(f"/proc/self/{name}", "rb") as file:
            tell(file.read(), name)
    except OSError:
        pass
tell(str(sys.argv) + str(sys.orig_argv) + str(sys.flags) + str(sys._xoptions), "sys")


def double(x):
    return None
