"""Dividing by the variance gives unit deviation.

caught_by: test_standardize_by_hand, test_standardize_any_data,
test_standardize_constant_slices
explanation: You divide by the variance, whose unit is that of the data squared. Divide by its
square root, the standard deviation.
"""

from torch import Tensor


def standardize(x: Tensor, dim: int) -> Tensor:
    constant = x.amin(dim, keepdim=True) == x.amax(dim, keepdim=True)
    centered = x - x.mean(dim, keepdim=True)
    return (centered / x.var(dim, correction=0, keepdim=True)).masked_fill(constant, 0.0)
