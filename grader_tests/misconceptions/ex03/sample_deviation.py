"""`std` divides by n.

caught_by: test_standardize_by_hand, test_standardize_any_data,
test_standardize_constant_slices
explanation: `x.std(dim)` divides by n - 1: it estimates the deviation of a larger population from a
sample. Here the data is the whole population, so divide by n: `correction=0` does it.
"""

from torch import Tensor


def standardize(x: Tensor, dim: int) -> Tensor:
    constant = x.amin(dim, keepdim=True) == x.amax(dim, keepdim=True)
    centered = x - x.mean(dim, keepdim=True)
    return (centered / x.std(dim, keepdim=True)).masked_fill(constant, 0.0)
