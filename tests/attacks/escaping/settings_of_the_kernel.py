"""It writes what sets up the kernel and itself in /proc and /sys: core dumps, sysrq, its own place in line.

earns: 4 exactly
stopped by: landlock, namespaces, root
"""

import contextlib
import os

PATHS = (
    "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sys/kernel/hostname", "/proc/sys/vm/overcommit_memory",
    "/proc/sys/net/ipv4/ip_forward", "/proc/sys/fs/suid_dumpable", "/proc/sysrq-trigger", "/proc/self/uid_map",
    "/proc/self/oom_score_adj", "/proc/self/loginuid", "/proc/self/coredump_filter", "/proc/self/attr/current",
    "/proc/self/autogroup", "/proc/self/setgroups", "/proc/self/sessionid", "/proc/self/make-it-fail",
    "/sys/kernel/uevent_helper", "/sys/kernel/mm/transparent_hugepage/enabled", "/sys/power/state",
    "/sys/devices/system/cpu/cpu1/online", "/sys/fs/cgroup/cgroup.procs", "/sys/fs/cgroup/memory/release_agent",
)  # fmt: skip
for path in PATHS:
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_WRONLY))
        print("ESCAPED: may write", path)


def double(x):
    return 2 * x
