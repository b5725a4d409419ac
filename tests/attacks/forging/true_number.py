"""Answers with a number of a class of its own, which says that it equals any other.

earns: 0 exactly
stopped by: values
"""


class Chameleon(int):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __sub__(self, other):
        return 0

    __rsub__ = __sub__
    __hash__ = int.__hash__

    def __int__(self):
        return 6

    __index__ = __int__


def double(x):
    return Chameleon(0)
