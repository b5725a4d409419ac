"""A permuted tensor must be made contiguous.

caught_by: test_channels_last
explanation: `contiguous()` copies all numbers into a new order in memory. A view is asked for; only some
    operations, such as `view`, need contiguous tensors.
"""

from torch import Tensor


def to_channels_last(x: Tensor) -> Tensor:
    return x.permute(0, 2, 3, 1).contiguous()
