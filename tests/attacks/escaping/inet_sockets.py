"""It talks to the machine's own network: TCP and UDP, IPv4 and IPv6.

earns: 4 exactly
stopped by: seccomp, namespaces, landlock
"""

import errno
import socket

# A port that nobody listens on answers "refused": then there is a network. An empty one has no route at all.
REACHED = (0, errno.ECONNREFUSED, errno.EINPROGRESS)

for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        try:
            with socket.socket(family, kind) as connection:
                connection.settimeout(0.5)
                if connection.connect_ex((address, 9)) in REACHED:
                    print(f"ESCAPED: {kind.name} reaches {address}")
        except OSError:
            continue


def double(x):
    return 2 * x
