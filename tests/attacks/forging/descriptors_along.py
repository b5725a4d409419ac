"""Sends descriptors along with its answers, and bytes out of band.

earns: 0
stopped by: wire
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


import socket

stream = socket.socket(fileno=os.dup(3))


def double(x):
    for descriptors in ([0], [1, 2], [3] * 10):
        try:
            socket.send_fds(stream, [b"\x00"], descriptors)
        except OSError:
            pass
    for flags in (socket.MSG_OOB, 0):
        try:
            stream.send(b"!", flags)
        except OSError:
            pass
    return 6
