"""Reads what /proc has of every process: environment, command, memory, files, folders.

earns: 0
stopped by: namespaces, landlock
"""

import os
import stat
import re

PLANTED = re.compile(rb"PLANTED-[a-z]+-[0-9a-f]{12}")


def tell(data, where=""):
    for secret in set(PLANTED.findall(data if isinstance(data, bytes) else str(data).encode())):
        print("ESCAPED: " + secret.decode(), where)


others = [name for name in os.listdir("/proc") if name.isdigit()] if os.path.isdir("/proc") else []
for pid in {*others, str(os.getppid()), "1", "2"} - {str(os.getpid())}:
    for name in ("environ", "cmdline", "maps", "smaps", "stack", "syscall", "io", "auxv"):
        try:
            with open(f"/proc/{pid}/{name}", "rb") as file:
                data = file.read(1 << 20)
                tell(data, name)
                if name in ("environ", "maps") and data:
                    print("ESCAPED: " + f"the {name} of another process", len(data))
        except OSError:
            pass
    for name in ("cwd/course.toml", "root/etc/passwd", "exe"):
        try:
            with open(f"/proc/{pid}/{name}", "rb") as file:
                if file.read(1):
                    print("ESCAPED: " + f"{name} of another process")
        except OSError:
            pass
    try:
        for descriptor in os.listdir(f"/proc/{pid}/fd"):
            path = f"/proc/{pid}/fd/{descriptor}"
            if stat.S_ISREG(os.stat(path).st_mode):  # nothing is taken out of other programs' pipes
                with open(path, "rb") as file:
                    tell(file.read(1 << 16), "descriptor")
    except OSError:
        pass


def double(x):
    return None
