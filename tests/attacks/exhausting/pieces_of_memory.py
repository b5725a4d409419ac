"""It cuts its memory into as many mappings as the kernel keeps, and touches one page of each huge one.

earns: 4
stopped by: rlimits
"""

import contextlib
import mmap

pieces = []
with contextlib.suppress(OSError, ValueError, MemoryError):
    for number in range(100_000):
        piece = mmap.mmap(-1, 1 << 16, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=1 + 2 * (number % 2))
        pieces.append(piece)
        if number % 2:
            piece[0] = 1
if len(pieces) >= 100_000:
    print("ESCAPED:", len(pieces), "mappings")
pieces.clear()


def double(x):
    return 2 * x
