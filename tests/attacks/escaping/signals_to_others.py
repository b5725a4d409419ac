"""It asks which other processes it may signal: its parent, all numbers, all groups.

earns: 4 exactly
stopped by: namespaces, landlock, seccomp
"""

import contextlib
import os

own = {os.getpid(), os.getpgrp()}
for pid in {os.getppid() or 2, *range(2, 4000), -1, -2}:
    with contextlib.suppress(OSError):
        if abs(pid) not in own:
            os.kill(pid, 0)
            print("ESCAPED: may signal", pid)
            break
with contextlib.suppress(OSError):
    os.killpg(2, 0)
    print("ESCAPED: may signal a group of others")


def double(x):
    return 2 * x
