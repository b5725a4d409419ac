"""It writes more than its scratch folder may hold, in files that are each small enough.

earns: 4
stopped by: root

Three times what is allowed, and no more: where it works, the disk is the host's.
"""

import contextlib

ALLOWED, FILE = 8 << 20, 2 << 20  # as in the course that is attacked
written = 0
with contextlib.suppress(OSError):
    for number in range(3 * ALLOWED // FILE):
        with open(f"piece-{number}", "wb", buffering=0) as file:
            written += file.write(bytes(FILE))
if written > ALLOWED:
    print("ESCAPED:", written >> 20, "MB of files")


def double(x):
    return 2 * x
