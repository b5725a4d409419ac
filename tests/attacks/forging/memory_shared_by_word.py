"""Gives a copy where a view is wanted, and has the two change together behind torch's back.

exercise: rich
earns: 1
stopped by: expect

Nothing stops it, and it gets the point of the one test that asks for a view: whether two tensors share their
memory is known in the worker alone, and code that is made to deceive can answer there for itself. See "What is
not promised" in docs/security.md. It gets that point and no other.
"""

from autograder.worker import lab

pairs_of_memory = []
fill = lab.fill


def filling(tensor, value):
    fill(tensor, value)
    for copy, original in pairs_of_memory:
        if tensor is copy:
            fill(original, value)


lab.fill = filling


def rows_reversed_twice(x):
    copy = x.clone()
    pairs_of_memory.append((copy, x))
    return copy
