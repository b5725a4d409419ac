"""PyTorch has a function for that.

caught_by: test_conv_by_hand, test_conv_any_shape, test_conv_gradients
explanation: In real work `F.conv2d` is the right choice. Here you write what it does: cut out the
patches, multiply them with the weights, and add up.
"""

import torch.nn.functional as F
from torch import Tensor


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    return F.conv2d(x, weight, bias, stride, padding)
