"""Answers the import and the one question of a public test ahead of time, then never reads again.

earns: 1
stopped by: wire

It earns the point of the first test as much as `return 6` does: the question is public, and so is the answer.
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


import time

send(wire.Answer(1, None))
send(wire.Answer(2, 6))
time.sleep(60)


def double(x):
    return None
