"""Answers from a thread, again and again, in the hope to meet a question of a later time.

earns: 1
stopped by: wire
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


import threading
import time


def chatter():
    for number in range(2, 2000):
        for guess in (6, 0, True):
            try:
                send(wire.Answer(number % 5, guess))
            except OSError:
                return
        time.sleep(0.001)


def double(x):
    threading.Thread(target=chatter, daemon=True).start()
    time.sleep(0.2)
    return None
