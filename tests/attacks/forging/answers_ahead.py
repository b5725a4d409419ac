"""Answers the next hundred questions before they are asked.

earns: 1
stopped by: wire

Its first guess would be right: 6 is what the first, public test is known to want. But the worker's own answers
come after the made-up ones, so every number is wrong from then on.
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


for number in range(1, 100):
    send(wire.Answer(number, 6))


def double(x):
    return None
