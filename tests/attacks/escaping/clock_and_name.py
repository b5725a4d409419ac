"""It sets the machine's clock and name, and asks for a restart.

earns: 4 exactly
harmful: yes
stopped by: seccomp, namespaces
"""

import ctypes
import socket
import time

REBOOT, CAD_OFF = 169, 0
libc = ctypes.CDLL(None, use_errno=True)
try:
    time.clock_settime(time.CLOCK_REALTIME, time.time())
    print("ESCAPED: the clock")
except OSError:
    pass
try:
    socket.sethostname("attacked")
    print("ESCAPED: the host's name")
except OSError:
    pass
if libc.syscall(REBOOT, 0xFEE1DEAD, 0x28121969, CAD_OFF, 0) == 0:
    print("ESCAPED: Ctrl-Alt-Delete")


def double(x):
    return 2 * x
