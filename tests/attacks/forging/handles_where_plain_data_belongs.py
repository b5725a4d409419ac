"""Answers every question, also those of the proxy itself, with a handle.

exercise: rich
earns: 0
stopped by: values, expect
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


from autograder.worker import host


def answer(self, request, body):
    return wire.frame(wire.Answer(request.number, wire.HandleNode(7, "bool")))


host.Host._answer = answer
