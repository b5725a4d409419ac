"""`reshape` moves dimensions.

caught_by: test_channels_last
explanation: `reshape` reads the numbers in the same order and cuts them up elsewhere: the shape is right,
    and the pictures are garbage. `permute` changes the order of dimensions.
"""

from torch import Tensor


def to_channels_last(x: Tensor) -> Tensor:
    n, c, h, w = x.shape
    return x.reshape(n, h, w, c)
