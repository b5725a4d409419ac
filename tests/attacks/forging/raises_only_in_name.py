"""Raises, in place of the exception that is wanted, one that has its name and one that only says so.

exercise: rich
earns: 0 exactly
stopped by: expect
"""


class ValueError(BaseException):  # noqa: A001
    def __str__(self):
        return "a negative number has no root here"


def root(x):
    raise ValueError
