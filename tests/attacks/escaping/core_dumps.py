"""It raises its limits and crashes, so that the kernel writes a core dump or feeds it to a helper of root's.

earns: 4
stopped by: rlimits, root
"""

import ctypes
import os
import resource

for name in ("RLIMIT_CORE", "RLIMIT_NOFILE", "RLIMIT_AS", "RLIMIT_NPROC", "RLIMIT_FSIZE", "RLIMIT_CPU", "RLIMIT_NICE"):
    kind = getattr(resource, name)
    before = resource.getrlimit(kind)
    try:
        resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        continue
    if before[1] != resource.RLIM_INFINITY:
        print("ESCAPED: raised", name)
    elif name == "RLIMIT_CORE":
        print("ESCAPED: core dumps have no limit")
child = os.fork()
if child == 0:
    ctypes.string_at(0)
_, status = os.waitpid(child, 0)
if os.WCOREDUMP(status):
    print("ESCAPED: dumped core")


def double(x):
    return 2 * x
