"""It runs a program of its own: from a file in memory, from its scratch folder, through the dynamic linker.

earns: 4
stopped by: seccomp, root
"""

import contextlib
import os
import subprocess
import sys

with open(sys.executable, "rb") as file:
    program = file.read()
with contextlib.suppress(OSError):
    descriptor = os.memfd_create("attack")
    os.write(descriptor, program)
    subprocess.run([f"/proc/self/fd/{descriptor}", "-c", ""], pass_fds=[descriptor], check=True, timeout=5)
    print("ESCAPED: ran a file in memory")
for folder in ("/tmp", "/dev/shm"):
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        path = f"{folder}/attack-program"
        with open(path, "wb") as file:
            file.write(b"#!" + sys.executable.encode() + b"\nprint('ran')\n")
        os.chmod(path, 0o755)
        subprocess.run([path], check=True, timeout=5, stdout=subprocess.DEVNULL)
        print("ESCAPED: ran a program from", folder)


def double(x):
    return 2 * x
