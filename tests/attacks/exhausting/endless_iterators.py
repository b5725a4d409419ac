"""It gives a suite that goes through its result as much as fits into each answer, again and again.

exercise: rich
earns: 0 exactly
stopped by: wire, limits
"""

import torch


class Pairs:
    def __iter__(self):
        while True:
            yield torch.zeros(100_000)


class Lists:
    def __iter__(self):
        part = [{}] * 9_000
        while True:
            yield part


def pairs(a, b):
    return Pairs() if a.sum() > b.sum() else Lists()
