"""Says that it raised exceptions in lines that do not exist, of files that do not, with a text for each test.

earns: 0
stopped by: wire
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


PLACES = [wire.Place("../../etc/passwd", -5, "f"), wire.Place("ex01_double.py", 1 << 62, "<module>")]


def double(x):
    kinds = ["ExpectationFailed", "Skipped", "GraderError", "AssertionError", "NotImplementedError"]
    send(wire.Raised(2, kinds[len(str(x)) % 5], kinds, "passed", PLACES, bool(len(str(x)) % 2), False))
