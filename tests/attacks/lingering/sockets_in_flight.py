"""It puts sockets into each other's messages in a ring, which only the kernel's garbage collector can free.

earns: 4 exactly
stopped by: rlimits, processes
"""

import contextlib
import socket

with contextlib.suppress(OSError):
    for _ in range(100):
        left, right = socket.socketpair()
        socket.send_fds(left, [b"x"], [left.fileno(), right.fileno(), 3, 1])
        socket.send_fds(right, [b"x"], [left.fileno(), right.fileno(), 3, 1])
        left.detach()
        right.detach()
with contextlib.suppress(OSError):
    stream = socket.socket(fileno=3)
    for _ in range(3):
        # The grader takes bytes and no descriptors; an empty message is no byte, and so no part of a frame.
        stream.sendmsg([b""], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, bytes(4) * 100)])
stream.detach()


def double(x):
    return 2 * x
