"""Says that it raised "not written yet" in a line of its own, and names no line.

earns: 0
stopped by: values
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


def double(x):
    send(wire.Raised(2, "NotImplementedError", ["NotImplementedError"], "", [], True, False))
