"""Picking numbers is no computation.

caught_by: test_pool_gradients
explanation: `detach` cuts the result off from `x`, so no gradient flows back, and the layers before
the pooling would not learn. Leave it out.
"""

from torch import Tensor


def max_pool2d(x: Tensor, kernel_size: int, stride: int | None = None) -> Tensor:
    stride = kernel_size if stride is None else stride
    windows = x.detach().unfold(2, kernel_size, stride).unfold(3, kernel_size, stride)
    return windows.amax(dim=(4, 5))
