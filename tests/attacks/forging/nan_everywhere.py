"""Answers with NaN, infinities and numbers that overflow, in the hope that no comparison with them fails.

exercise: rich
earns: 0 exactly
stopped by: expect
"""

import torch

BAD = (float("nan"), float("inf"), -float("inf"), 1e308)
calls = 0


def bad():
    global calls
    calls += 1
    return BAD[calls % 4]


def total(values):
    return bad()


def describe(x):
    return {"mean": torch.tensor(bad()), "count": 7, "range": (torch.tensor(bad()), torch.tensor(bad()))}


def has_negative(x):
    return bad()


def pairs(a, b):
    return [(bad(), bad()) for _ in range(20)]


def cube(x):
    return x * bad()


def norm(x):
    return bad()


def classify(pictures):
    return torch.full((len(pictures),), bad())
