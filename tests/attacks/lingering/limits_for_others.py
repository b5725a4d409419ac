"""It sets the limits of its parent and of every process that it sees, so that their next step fails.

earns: 4 exactly
stopped by: seccomp, namespaces
"""

import contextlib
import os
import resource

own = os.getpid()
for pid in {os.getppid() or 2, 1, *(int(name) for name in os.listdir("/proc") if name.isdigit())} - {own}:
    for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_CPU, resource.RLIMIT_AS):
        with contextlib.suppress(OSError, ValueError):
            before = resource.prlimit(pid, kind)
            print("ESCAPED: sees the limits of", pid)
            resource.prlimit(pid, kind, before)


def double(x):
    return 2 * x
