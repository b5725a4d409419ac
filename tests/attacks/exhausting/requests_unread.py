"""It does not read what the grader sends, and leaves no room for it on the way.

earns: 1 exactly
stopped by: limits
"""

import contextlib
import socket
import time

stream = socket.socket(fileno=3)
for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
    with contextlib.suppress(OSError):
        stream.setsockopt(socket.SOL_SOCKET, option, 1)
stream.detach()


def double(x):
    if isinstance(x, int):
        return 2 * x
    time.sleep(60)
