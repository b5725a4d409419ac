"""Answers with an object that equals everything, is true, and has every attribute.

earns: 0 exactly
stopped by: values
"""


class Anything:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __bool__(self):
        return True

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self

    __hash__ = object.__hash__


def double(x):
    return Anything()
