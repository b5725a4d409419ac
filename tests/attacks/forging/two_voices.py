"""Writes two answers at once from two processes, so that their bytes mix.

earns: 0
stopped by: wire
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


def double(x):
    for _ in range(4):
        if os.fork() == 0:
            for _ in range(200):
                try:
                    send(wire.Answer(2, "x" * 4000))
                except OSError:
                    break
            os._exit(0)
    return None
