"""It sends its answer byte by byte, each well within the time, all together far beyond it.

earns: 3 exactly
stopped by: limits
"""

import os
import struct
import time


def double(x):
    if not isinstance(x, int):
        return 2 * x
    for byte in struct.pack("<IQ", 1_000, 0) + bytes(1_000):
        os.write(3, bytes([byte]))
        time.sleep(0.1)
    return 2 * x
