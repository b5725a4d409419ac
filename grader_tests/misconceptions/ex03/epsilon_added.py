"""A small number added to the deviation does no harm.

caught_by: test_standardize_any_data
explanation: A number such as 1e-8 in the denominator is not small when the data itself is that
small: the result then no longer has a deviation of 1. Divide by the deviation as it is, and treat
constant slices separately.
"""

from torch import Tensor


def standardize(x: Tensor, dim: int) -> Tensor:
    constant = x.amin(dim, keepdim=True) == x.amax(dim, keepdim=True)
    centered = x - x.mean(dim, keepdim=True)
    return (centered / (x.std(dim, correction=0, keepdim=True) + 1e-8)).masked_fill(constant, 0.0)
