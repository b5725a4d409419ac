"""It returns objects whose length, text, hash and iteration take for ever or lie.

earns: 0 exactly
stopped by: values
"""


class Liar(list):
    def __len__(self):
        return 1 << 62

    def __iter__(self):
        while True:
            yield self

    def __repr__(self):
        return "x" * (1 << 28)

    def __hash__(self):
        while True:
            pass


class Slow(float):
    def __float__(self):
        while True:
            pass

    __eq__ = __hash__ = __repr__ = __float__


def double(x):
    if isinstance(x, int):
        return Slow(6)
    return Liar() if x.numel() < 100 else {frozenset([1]): Liar([Slow(1)])}
