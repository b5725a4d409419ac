"""Answers with a named tuple that has the attributes of a tensor, a number and a list.

exercise: rich
earns: 0
stopped by: expect
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


FIELDS = ["shape", "dtype", "device", "numel", "item", "tolist", "index", "count", "keys", "mean", "real"]


def forge(*arguments):
    send(wire.Answer(2, wire.NamedTupleNode("Tensor", FIELDS, [6] * len(FIELDS))))


total = describe = has_negative = pairs = root = cube = rows_reversed_twice = norm = classify = forge
