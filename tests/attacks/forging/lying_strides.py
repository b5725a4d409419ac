"""Announces tensors with strides and offsets that reach beyond their memory, into the grader.

earns: 0
stopped by: values
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


calls = 0
STRIDES = ((1 << 40, 1), (-8, -1), (0, 0), (1000, 1000))


def double(x):
    kind = 0 if isinstance(x, int) else x.shape[0] % 4
    send(wire.Answer(2, wire.TensorNode("float32", (2, 3), False, STRIDES[kind])), [bytes(24)])
