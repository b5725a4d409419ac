"""The channels of an image are averaged.

caught_by: test_conv_by_hand, test_conv_any_shape, test_conv_gradients
explanation: You average over the channels. Each kernel has weights of its own for each channel, and
all products are added up: take the sum.
"""

import torch.nn.functional as F
from torch import Tensor


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    windows = F.pad(x, [padding] * 4).unfold(2, weight.shape[2], stride).unfold(3, weight.shape[3], stride)
    answers = (windows[:, None] * weight[:, :, None, None]).sum(dim=(-2, -1)).mean(dim=2)
    return answers if bias is None else answers + bias[:, None, None]
