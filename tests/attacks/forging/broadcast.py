"""Answers with shapes that would broadcast against any other: one element, no element, a dimension too many.

exercise: rich
earns: 0 exactly
stopped by: expect
"""

import torch

SHAPES = ((), (1,), (1, 1), (0,), (200, 0), (1, 200), (200, 1))
calls = 0


def some(dtype=torch.float32):
    global calls
    calls += 1
    return torch.zeros(SHAPES[calls % len(SHAPES)], dtype=dtype)


def describe(x):
    return {"mean": some(), "count": some(), "range": some()}


def has_negative(x):
    return some(torch.bool)


def root(x):
    raise ValueError("never")


def cube(x):
    return some(torch.float64)


def norm(x):
    return some()


def classify(pictures):
    return some(torch.int64)


def pairs(a, b):
    return some()
