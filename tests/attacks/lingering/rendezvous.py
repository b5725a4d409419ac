"""It leaves a process that listens under an abstract name, in a network that the next worker shares.

earns: 4 exactly
stopped by: landlock, processes, namespaces
"""

import contextlib
import os
import socket
import time

NAME = "\0attack-rendezvous"
with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
    client.connect(NAME)
    print("ESCAPED: talks to an earlier test:", client.recv(100))
if os.fork() == 0:
    with contextlib.suppress(OSError):
        os.setsid()
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as server:
        server.bind(NAME)
        server.listen()
        end = time.monotonic() + 10
        while time.monotonic() < end:
            server.settimeout(1)
            with contextlib.suppress(TimeoutError):
                server.accept()[0].sendall(b"hello")
    os._exit(0)
time.sleep(0.05)


def double(x):
    return 2 * x
