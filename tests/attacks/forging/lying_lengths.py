"""Announces headers and bodies of lengths that are not there, and hangs up in the middle.

earns: 0
stopped by: wire
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


import struct

LENGTHS = ((0xFFFFFFFF, 0), (10, 1 << 63), (0, 0), (1, (1 << 64) - 1), (1 << 20, 8 << 20))


def double(x):
    pick = 0 if isinstance(x, int) else x.shape[0]
    os.write(3, struct.pack("<IQ", *LENGTHS[pick % len(LENGTHS)]) + b"\x93")
    os.close(3)
