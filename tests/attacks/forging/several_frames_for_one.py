"""Sends several answers to one question, of which the first that is right is to count.

earns: 0
stopped by: wire
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


import torch


def double(x):
    for guess in (0, 5, 7, 6.0, "6", [6], True, None):
        send(wire.Answer(2, guess))
    return 6 if isinstance(x, int) else torch.zeros(x.shape)
