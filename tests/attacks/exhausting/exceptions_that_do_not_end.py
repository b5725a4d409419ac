"""It raises exceptions whose text never ends, is a gigabyte long, raises again, or is no text.

earns: 0 exactly
stopped by: limits, text
"""


class Endless(Exception):
    def __str__(self):
        while True:
            pass


class Huge(Exception):
    def __str__(self):
        return "\n" * (100 << 20)


class Broken(Exception):
    def __str__(self):
        raise Huge

    __repr__ = __str__


def double(x):
    if isinstance(x, int):
        raise Endless
    if x.numel() < 100:
        raise Huge
    raise Broken
