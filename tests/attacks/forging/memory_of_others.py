"""Claims that it ran out of memory, that it is a system failure, and that it was the grader.

earns: 0
stopped by: wire
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


def double(x):
    send(wire.Raised(2, "HostError", ["HostError", "GraderError", "MemoryError"], "can't allocate memory", [], False, True))
