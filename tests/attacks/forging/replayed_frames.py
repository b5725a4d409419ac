"""Answers a question with the bytes of an earlier answer.

earns: 0
stopped by: wire
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


import threading

from autograder.worker import host

kept = []
frame = host.wire.frame


def replaying(message, blobs=()):
    pieces = frame(message, blobs)
    kept.append(pieces)
    return kept[0]


host.wire.frame = replaying


def double(x):
    return x
