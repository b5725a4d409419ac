"""It has the kernel send signals in its name: to the owner of a descriptor, on changes of a folder, on leases.

earns: 4 exactly
stopped by: seccomp
"""

import contextlib
import fcntl
import os
import signal
import struct

SETOWN, SETSIG, SETOWN_EX, NOTIFY = 8, 10, 15, 1026
folder = os.open("/tmp", os.O_RDONLY)
for descriptor in (0, 1, 2, 3, folder):
    for command, argument in (
        (SETOWN, os.getppid() or 2),
        (SETOWN, -2),
        (SETSIG, int(signal.SIGKILL)),
        (SETOWN_EX, struct.pack("ii", 1, 2)),
        (NOTIFY, 0x80000001),
    ):
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, command, argument)
            print("ESCAPED: fcntl", command, "on descriptor", descriptor)


def double(x):
    return 2 * x
