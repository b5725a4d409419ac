"""The computed deviation of equal numbers is exactly zero.

caught_by: test_standardize_constant_slices
explanation: The mean of ten times 0.1 is rounded, so the differences from it, and with them the
deviation, are tiny but not 0: your check misses the slice and the result is around 1. Compare the
numbers of the slice with each other instead, for example their minimum with their maximum.
"""

from torch import Tensor


def standardize(x: Tensor, dim: int) -> Tensor:
    centered = x - x.mean(dim, keepdim=True)
    deviation = centered.square().mean(dim, keepdim=True).sqrt()
    return (centered / deviation).masked_fill(deviation == 0, 0.0)
