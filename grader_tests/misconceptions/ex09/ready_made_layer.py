"""A layer is no function.

caught_by: test_conv_by_hand, test_conv_any_shape, test_conv_gradients
explanation: `nn.Conv2d` does the whole exercise. Here you write what it does: cut out the patches,
multiply them with the weights, and add up.
"""

import torch.nn as nn
from torch import Tensor


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    layer = nn.Conv2d(
        weight.shape[1], weight.shape[0], tuple(weight.shape[2:]), stride, padding, bias=bias is not None
    )
    layer.weight.data = weight
    if bias is not None:
        layer.bias.data = bias
    return layer(x)
