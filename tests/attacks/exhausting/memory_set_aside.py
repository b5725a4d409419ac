"""It sets aside far more memory than it may have, without touching it.

earns: 4
stopped by: rlimits
"""

import mmap

ALLOWED = 512 << 20  # as in the course that is attacked
try:
    held = mmap.mmap(-1, 4 * ALLOWED, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    print("ESCAPED:", len(held) >> 20, "MB set aside")
    held.close()
except (OSError, MemoryError):
    pass


def double(x):
    return 2 * x
