"""It keeps large files open that have no name any more, and hands them to children that stay.

earns: 4 exactly
stopped by: namespaces, root, processes
"""

import contextlib
import os
import time

descriptors = []
with contextlib.suppress(OSError):
    for number in range(4):
        path = f"/dev/shm/attack-{number}"
        descriptors.append(os.open(path, os.O_CREAT | os.O_RDWR))
        os.unlink(path)
        os.write(descriptors[-1], bytes(3 << 20))
if os.fork() == 0:
    with contextlib.suppress(OSError):
        os.setsid()
    time.sleep(20)
    os._exit(0)


def double(x):
    return 2 * x
