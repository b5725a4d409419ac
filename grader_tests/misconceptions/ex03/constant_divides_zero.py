"""Zero divided by zero is zero.

caught_by: test_standardize_constant_slices
explanation: In a slice of equal numbers the deviation is 0, and 0 / 0 is NaN. Find these slices and
put zeros there.
"""

from torch import Tensor


def standardize(x: Tensor, dim: int) -> Tensor:
    return (x - x.mean(dim, keepdim=True)) / x.std(dim, correction=0, keepdim=True)
