"""It opens sockets of the families that hardly anybody uses, where the kernel's bugs are.

earns: 4 exactly
stopped by: seccomp
"""

import socket

NETLINK, PACKET, RDS, CAN, TIPC, BLUETOOTH, ALG, VSOCK, KCM, QIPCRTR, SMC, XDP = (
    16, 17, 21, 29, 30, 31, 38, 40, 41, 42, 43, 44,
)  # fmt: skip
FAMILIES = (NETLINK, PACKET, RDS, CAN, TIPC, BLUETOOTH, ALG, VSOCK, KCM, QIPCRTR, SMC, XDP)

for family in FAMILIES:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try:
            socket.socket(family, kind).close()
            print(f"ESCAPED: a socket of family {family}")
        except OSError:
            continue


def double(x):
    return 2 * x
