"""It takes timers, event descriptors and watches until the kernel refuses: some are counted for all users together.

earns: 4 exactly
stopped by: rlimits
"""

import ctypes
import select

libc = ctypes.CDLL(None, use_errno=True)
timer = ctypes.c_void_p()
timers = 0
while timers < 20_000 and libc.timer_create(1, None, ctypes.byref(timer)) == 0:
    timers += 1
if timers >= 20_000:
    print("ESCAPED:", timers, "timers")
polls = []
try:
    while len(polls) < 2_000:
        polls.append(select.epoll())
except OSError:
    pass
if len(polls) >= 2_000:
    print("ESCAPED:", len(polls), "event descriptors")


def double(x):
    return 2 * x
