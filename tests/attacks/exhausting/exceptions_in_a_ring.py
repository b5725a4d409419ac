"""It raises exceptions that cause one another in a ring, with hundreds of base classes and a long trail of calls.

earns: 0 exactly
stopped by: wire, text
"""

import sys

sys.setrecursionlimit(100_000)
bases = [Exception]
for number in range(200):
    bases.append(type(f"E{number}" * 50, (bases[-1],), {}))


def descend(depth):
    if depth:
        descend(depth - 1)
    first, second = bases[-1]("first"), bases[-1]("second")
    first.__cause__, second.__cause__ = second, first
    first.__context__, second.__context__ = second, first
    raise first


def double(x):
    descend(500)
