"""It prints without end, one line without a break, of bytes that are no text.

earns: 3 exactly
stopped by: wire
"""

import os


def double(x):
    while isinstance(x, int):
        os.write(1, b"\xff\xfe\x00\x1b[2J" * 2_000)
    return 2 * x
