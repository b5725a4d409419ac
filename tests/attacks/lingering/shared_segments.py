"""It makes segments, semaphores and queues of System V and POSIX, which stay when their maker ends.

earns: 4 exactly
stopped by: seccomp, namespaces
"""

import contextlib
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
KEY, CREATE = 0xA77AC, 0o1666
REMOVE = {
    "segment": lambda number: libc.shmctl(number, 0, None),
    "semaphore": lambda number: libc.semctl(number, 0, 0),
    "queue": lambda number: libc.msgctl(number, 0, None),
}
for name, get in {
    "segment": lambda flags: libc.shmget(KEY, 4096, flags),
    "semaphore": lambda flags: libc.semget(KEY, 1, flags),
    "queue": lambda flags: libc.msgget(KEY, flags),
}.items():
    if get(0) >= 0:
        print("ESCAPED: an earlier test's", name)
    made = get(CREATE)
    if made >= 0:
        print("ESCAPED: made a", name)
        REMOVE[name](made)
if libc.mq_open(b"/attack", os.O_CREAT | os.O_RDWR, 0o666, None) >= 0:
    print("ESCAPED: a message queue")
with contextlib.suppress(OSError):
    if os.path.exists("/dev/shm/attack-memory"):
        print("ESCAPED: an earlier test's shared memory")
    os.close(os.open("/dev/shm/attack-memory", os.O_CREAT | os.O_RDWR))


def double(x):
    return 2 * x
