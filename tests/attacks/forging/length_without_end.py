"""Answers with iterators that never end, that shrink, or that hand out more than they were asked for.

exercise: rich
earns: 0 exactly
stopped by: limits, values
"""

import itertools


class Endless(list):
    def __len__(self):
        return 20

    def __iter__(self):
        return itertools.repeat((0.0, 0.0))


def pairs(a, b):
    return Endless()


def total(values):
    return Endless(range(10))


def describe(x):
    return Endless()
