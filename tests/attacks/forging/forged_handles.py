"""Answers with handles of its own making: of other objects, of no object, with numbers beyond all bounds.

exercise: rich
earns: 0
stopped by: values, expect
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


NUMBERS = (0, 1, -1, 1 << 62, -(1 << 63), (1 << 64) - 1)
calls = 0


def forge(*arguments):
    global calls
    calls += 1
    send(wire.Answer(2, wire.HandleNode(NUMBERS[calls % 6], "Tensor")))


total = describe = has_negative = pairs = root = cube = rows_reversed_twice = norm = classify = forge
