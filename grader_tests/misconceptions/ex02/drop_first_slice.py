"""Index 0 along a dimension removes it.

caught_by: test_drop_dim_by_hand, test_drop_dim_any_dim
explanation: It does, but if the size is more than 1 it throws away all slices but the first, and nobody is
    told. Look at `x.shape[dim]` first and raise a ValueError.
"""

from torch import Tensor


def drop_dim(x: Tensor, dim: int) -> Tensor:
    return x.select(dim, 0)
