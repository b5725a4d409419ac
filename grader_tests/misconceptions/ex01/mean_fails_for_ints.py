"""`mean` works for every tensor.

caught_by: test_mean_by_hand, test_mean_of_any_numbers
explanation: `t.mean()` raises an error for ints and bools, because the mean of whole numbers is no whole
    number. Convert these to a floating point dtype first.
"""

from torch import Tensor


def mean_of(t: Tensor) -> Tensor:
    return t.mean()
