"""It makes files that are terabytes long and hold nothing, and asks for room that it does not fill.

earns: 4
stopped by: rlimits
"""

import contextlib
import os
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open("sparse", "wb") as file:
    with contextlib.suppress(OSError):
        os.truncate(file.fileno(), 1 << 40)
        print("ESCAPED: a file of a terabyte")
    with contextlib.suppress(OSError):
        os.posix_fallocate(file.fileno(), 0, 1 << 30)
        print("ESCAPED: a gigabyte was set aside")
    with contextlib.suppress(OSError):
        os.lseek(file.fileno(), 1 << 40, os.SEEK_SET)
        os.write(file.fileno(), b"x")
        print("ESCAPED: wrote behind a terabyte")


def double(x):
    return 2 * x
