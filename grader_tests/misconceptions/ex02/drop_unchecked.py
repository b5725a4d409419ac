"""`squeeze(dim)` complains if it cannot remove the dimension.

caught_by: test_drop_dim_by_hand, test_drop_dim_any_dim
explanation: If the size is not 1, `squeeze(dim)` returns the tensor as it is, and the mistake shows up much
    later. Look at `x.shape[dim]` first and raise a ValueError.
"""

from torch import Tensor


def drop_dim(x: Tensor, dim: int) -> Tensor:
    return x.squeeze(dim)
