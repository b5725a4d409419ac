"""A kernel gives an answer for each channel.

caught_by: test_conv_by_hand, test_conv_any_shape
explanation: You return an answer for each channel, so the result has O * C channels. A kernel looks
at all channels together: add its answers up over them.
"""

import torch.nn.functional as F
from torch import Tensor


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    windows = F.pad(x, [padding] * 4).unfold(2, weight.shape[2], stride).unfold(3, weight.shape[3], stride)
    answers = (windows[:, None] * weight[:, :, None, None]).sum(dim=(-2, -1))
    if bias is not None:
        answers = answers + bias[:, None, None, None]
    return answers.flatten(1, 2)
