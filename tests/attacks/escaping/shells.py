"""It starts the programs of the machine: shells, compilers, package managers, whatever is in PATH.

earns: 4 exactly
stopped by: root, landlock
"""

import contextlib
import os
import subprocess

PROGRAMS = ("sh", "bash", "dash", "busybox", "perl", "gcc", "ssh", "curl", "sudo", "su", "mount", "git", "gdb", "crontab")
for folder in ("/bin", "/usr/bin", "/usr/local/bin", "/sbin"):
    for name in PROGRAMS:
        with contextlib.suppress(OSError):
            subprocess.run([f"{folder}/{name}", "--version"], timeout=2, capture_output=True, stdin=subprocess.DEVNULL)
            print("ESCAPED: ran", f"{folder}/{name}")
if os.system("true") == 0:
    print("ESCAPED: a shell")


def double(x):
    return 2 * x
