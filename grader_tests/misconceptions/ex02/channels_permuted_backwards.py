"""`permute` says where each dimension goes.

caught_by: test_channels_last
explanation: `permute` lists, for each place of the result, which old dimension comes there. Your list says
    where each old dimension goes, which is the way back from channels last. For (N, H, W, C) take the old
    dimensions 0, 2, 3, 1.
"""

from torch import Tensor


def to_channels_last(x: Tensor) -> Tensor:
    return x.permute(0, 3, 1, 2)
