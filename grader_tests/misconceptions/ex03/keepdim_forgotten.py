"""Broadcasting lines the means up with the rows by itself.

caught_by: test_standardize_by_hand, test_standardize_any_data, test_standardize_constant_slices
explanation: `x.mean(dim)` loses the dimension, so broadcasting lines the means up with the last
dimension of `x`, which is the wrong one unless `dim` is 0. Keep the dimension with `keepdim=True`,
and the shapes fit.
"""

from torch import Tensor


def standardize(x: Tensor, dim: int) -> Tensor:
    constant = x.amin(dim) == x.amax(dim)
    return ((x - x.mean(dim)) / x.std(dim, correction=0)).masked_fill(constant, 0.0)
