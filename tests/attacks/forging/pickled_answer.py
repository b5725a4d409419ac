"""Answers with bytes that run a program when somebody unpickles or evaluates them.

earns: 0
stopped by: wire, values
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


import pickle


class Run:
    def __reduce__(self):
        return (eval, ("print('ESC' 'APED: unpickled')",))


def double(x):
    if isinstance(x, int):
        return pickle.dumps(Run())
    return "__import__('os').system('echo E$(echo SCAPED): evaluated')"
