"""It asks the kernel for a descriptor of the process at the other end of its socket, which is the grader.

earns: 4 exactly
stopped by: seccomp
"""

import contextlib
import os
import select
import socket
import struct

SO_PASSPIDFD, SO_PEERPIDFD, SO_PEERGROUPS = 76, 77, 59

stream = socket.socket(fileno=os.dup(3))
with contextlib.suppress(OSError):
    pidfd = stream.getsockopt(socket.SOL_SOCKET, SO_PEERPIDFD)
    print("ESCAPED: a descriptor of the grader, alive:", not select.select([pidfd], [], [], 0)[0])
with contextlib.suppress(OSError):
    stream.setsockopt(socket.SOL_SOCKET, SO_PASSPIDFD, 1)
    stream.setsockopt(socket.SOL_SOCKET, SO_PASSPIDFD, 0)
    print("ESCAPED: a descriptor of the grader with its next message")
with contextlib.suppress(OSError):
    pid, _, _ = struct.unpack("3i", stream.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    if pid > 1:
        print("the grader's number is", pid)


def double(x):
    return 2 * x
