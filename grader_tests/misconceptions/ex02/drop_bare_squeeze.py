"""`squeeze()` removes the dimension of size 1.

caught_by: test_drop_dim_by_hand, test_drop_dim_any_dim
explanation: Without an argument, `squeeze` removes all dimensions of size 1, and in a batch of one image
    the batch is one of them. Name the dimension: `x.squeeze(dim)`.
"""

from torch import Tensor


def drop_dim(x: Tensor, dim: int) -> Tensor:
    if x.shape[dim] != 1:
        raise ValueError(f"dimension {dim} has size {x.shape[dim]}, not 1")
    return x.squeeze()
