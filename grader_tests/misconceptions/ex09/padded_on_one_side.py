"""Padding goes to the left and to the top.

caught_by: test_conv_by_hand, test_conv_any_shape, test_conv_gradients
explanation: You put zeros on the left and on the top only. They belong on all four sides: `F.pad(x,
(padding, padding, padding, padding))`.
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    padded = F.pad(x, (padding, 0, padding, 0))
    windows = padded.unfold(2, weight.shape[2], stride).unfold(3, weight.shape[3], stride)
    answers = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return answers if bias is None else answers + bias[:, None, None]
