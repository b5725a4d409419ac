"""Swapping the channels with the last dimension moves them to the end.

caught_by: test_channels_last
explanation: `transpose(1, 3)` swaps two dimensions: the channels come last, but the width takes their
    place, so the result is (N, W, H, C) and all images are tilted. `permute(0, 2, 3, 1)` moves the channels
    and keeps rows and columns in order.
"""

from torch import Tensor


def to_channels_last(x: Tensor) -> Tensor:
    return x.transpose(1, 3)
