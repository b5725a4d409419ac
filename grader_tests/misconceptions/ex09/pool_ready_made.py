"""PyTorch has a function for that, too.

caught_by: test_pool_by_hand, test_pool_any_shape, test_pool_gradients
explanation: In real work `F.max_pool2d` is the right choice. Here you write what it does: cut out
the windows, and take the largest number of each.
"""

import torch.nn.functional as F
from torch import Tensor


def max_pool2d(x: Tensor, kernel_size: int, stride: int | None = None) -> Tensor:
    return F.max_pool2d(x, kernel_size, stride)
