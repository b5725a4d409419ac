"""It keeps data in the kernel, in pipes and sockets, which no limit on a process's memory counts.

earns: 4 exactly
harmful: yes
stopped by: rlimits
"""

import os
import socket

held = 0
keep = []
try:
    while held < 1 << 30:
        left, right = socket.socketpair()
        left.setblocking(False)
        keep.append((left, right))
        left.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24)
        try:
            while True:
                held += left.send(bytes(1 << 16))
        except BlockingIOError:
            pass
        read, write = os.pipe2(os.O_NONBLOCK)
        keep.append((read, write))
        try:
            while True:
                held += os.write(write, bytes(1 << 16))
        except BlockingIOError:
            pass
except OSError:
    pass
if held >= 1 << 29:
    print("ESCAPED:", held >> 20, "MB in the kernel")
del keep


def double(x):
    return 2 * x
