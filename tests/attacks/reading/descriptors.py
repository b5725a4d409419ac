"""Reads from every descriptor that it has, and looks where each of them leads.

earns: 0
stopped by: processes
"""

import os
import stat
import re

PLANTED = re.compile(rb"PLANTED-[a-z]+-[0-9a-f]{12}")


def tell(data, where=""):
    for secret in set(PLANTED.findall(data if isinstance(data, bytes) else str(data).encode())):
        print("ESCAPED: " + secret.decode(), where)


for descriptor in range(4096):
    try:
        stat.S_IFMT(os.fstat(descriptor).st_mode)
    except OSError:
        continue
    try:
        leads = os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        leads = "?"
    if descriptor > 3 and not leads.startswith(("/proc", "/tmp", "pipe", "/dev", "anon_inode", "?", "/usr", "/data")):
        if leads.endswith(".py"):
            continue
        print("ESCAPED: " + f"descriptor {descriptor} leads to {leads}")
    if descriptor > 3:
        try:
            tell(os.pread(descriptor, 1 << 20, 0), leads)
        except OSError:
            pass


def double(x):
    return None
