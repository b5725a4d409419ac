"""Numbers its answers with what is no number of a question: negative, huge, true, a fraction.

earns: 0
stopped by: wire
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


import struct

import msgspec

NUMBERS = (-1, 0, 1 << 63, (1 << 64) - 1, -(1 << 63), True, 2.0, float("nan"), "2", None, [2])


def double(x):
    chosen = NUMBERS[(x if isinstance(x, int) else x.numel()) % len(NUMBERS)]
    header = msgspec.msgpack.encode(["ok", chosen, 6])
    os.write(3, struct.pack("<IQ", len(header), 0) + header)
    return None
