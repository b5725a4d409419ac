"""Answers with a generator, a coroutine or a function, which would give another value each time it is asked.

exercise: rich
earns: 0 exactly
stopped by: values, expect
"""


def total(values):
    return (guess for guess in range(-500, 500))


async def describe(x):
    return {}


def has_negative(x):
    return lambda: True


def norm(x):
    yield from range(1000)


def pairs(a, b):
    while True:
        yield (0.0, 0.0)


def classify(pictures):
    return (label for label in range(10))
