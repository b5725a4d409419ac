"""A tensor with one number is a number.

caught_by: test_extremes_by_hand, test_extremes_first_of_ties
explanation: The positions are tensors with one element. They look like numbers, but turn them into
Python ints, with `int(...)` or `.item()`.
"""

from torch import Tensor


def extreme_positions(x: Tensor) -> tuple[tuple[int, int], tuple[int, int]]:
    columns = x.shape[1]
    low, high = x.argmin(), x.argmax()
    return (low // columns, low % columns), (high // columns, high % columns)
