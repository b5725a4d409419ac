"""Answers with dicts and sets whose keys are equal, unhashable, or not as many as the values.

exercise: rich
earns: 0
stopped by: values
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


def describe(x):
    pick = int.from_bytes(os.urandom(1), "little") % 4
    nodes = (
        wire.DictNode(["mean", "count", "range", "range"], [0.0, 7, 0.0, 0.0]),
        wire.DictNode(["mean", "count"], [0.0]),
        wire.DictNode([wire.ListNode([])], [0.0]),
        wire.SetNode([float("nan"), float("nan"), 1, True, 1.0], False),
    )
    send(wire.Answer(2, nodes[pick]))
