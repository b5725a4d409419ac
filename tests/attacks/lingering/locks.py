"""It locks files that all workers share, and takes leases on them, so that the next one has to wait.

earns: 4 exactly
stopped by: processes, root
"""

import contextlib
import fcntl
import os
import struct
import time

import torch

LETTER = struct.Struct("hhqqi4x")  # struct flock: a range of bytes that is locked is a text that others can read
shared = [os.__file__, torch.__file__, "/data/FashionMNIST/raw/train-images-idx3-ubyte"]
for path in shared:
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("ESCAPED: the lock of an earlier test on", path)
        asked = LETTER.pack(fcntl.F_WRLCK, os.SEEK_SET, 1_000, 1_000, 0)
        kind, _, start, length, _ = LETTER.unpack(fcntl.fcntl(descriptor, fcntl.F_GETLK, asked))
        if kind != fcntl.F_UNLCK:
            print("ESCAPED: an earlier test says", start, length)
        fcntl.fcntl(descriptor, fcntl.F_SETLK, LETTER.pack(fcntl.F_RDLCK, os.SEEK_SET, 1_234, 56, 0))
    with contextlib.suppress(OSError):
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        print("ESCAPED: a lease on", path)
if os.fork() == 0:
    time.sleep(20)
    os._exit(0)


def double(x):
    return 2 * x
