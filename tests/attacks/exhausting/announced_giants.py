"""It announces a frame of exabytes, so that the grader sets aside the memory for it.

earns: 0 exactly
stopped by: wire
"""

import os
import struct
import time


def double(x):
    os.write(3, struct.pack("<IQ", 1 << 20, (1 << 64) - 1) if isinstance(x, int) else struct.pack("<IQ", 0xFFFFFFFF, 8))
    time.sleep(60)
