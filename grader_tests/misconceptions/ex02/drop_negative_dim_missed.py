"""A slice up to `dim` and one from `dim + 1` on leave out one size.

caught_by: test_drop_dim_by_hand, test_drop_dim_any_dim
explanation: For `dim=-1`, `dim + 1` is 0, and a slice from 0 on is the whole shape. Make `dim` count from
    the front first (`dim % x.ndim`), or let `squeeze(dim)` do the work.
"""

from torch import Tensor


def drop_dim(x: Tensor, dim: int) -> Tensor:
    if x.shape[dim] != 1:
        raise ValueError(f"dimension {dim} has size {x.shape[dim]}, not 1")
    return x.reshape(x.shape[:dim] + x.shape[dim + 1 :])
