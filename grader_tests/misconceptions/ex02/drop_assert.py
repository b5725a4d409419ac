"""`assert` checks arguments.

caught_by: test_drop_dim_by_hand, test_drop_dim_any_dim
explanation: `assert` raises AssertionError, and it is skipped when Python runs with `-O`. For what a caller
    did wrong, write `if ...: raise ValueError("...")`.
"""

from torch import Tensor


def drop_dim(x: Tensor, dim: int) -> Tensor:
    assert x.shape[dim] == 1, "the size is not 1"
    return x.squeeze(dim)
