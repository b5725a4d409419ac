"""A size that is not 1 is larger than 1.

caught_by: test_drop_dim_any_dim
explanation: A dimension can have size 0 too: a tensor without elements. `squeeze` leaves it as it is,
    without an error. Ask whether the size is different from 1.
"""

from torch import Tensor


def drop_dim(x: Tensor, dim: int) -> Tensor:
    if x.shape[dim] > 1:
        raise ValueError(f"dimension {dim} has size {x.shape[dim]}, not 1")
    return x.squeeze(dim)
