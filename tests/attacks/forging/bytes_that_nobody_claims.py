"""Sends a right answer for a public question with bytes behind it that no node names.

earns: 0
stopped by: values
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


def double(x):
    send(wire.Answer(2, 6), [b"x" * 100])
