"""Announces shapes whose product overflows, is negative, or has a zero to hide behind.

earns: 0
stopped by: values, wire
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


SHAPES = (
    (1 << 62, 4),
    (-1, -6),
    (0, 1 << 62, 1 << 62),
    (1,) * 40,
    (1 << 32, 1 << 32),
    (3, 1 << 63),
    (2, -3),
)


def double(x):
    pick = int.from_bytes(os.urandom(2), "little") % len(SHAPES)
    send(wire.Answer(2, wire.TensorNode("float32", SHAPES[pick], False)), [bytes(24)])
