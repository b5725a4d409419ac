"""The bias finds its dimension by itself.

caught_by: test_conv_by_hand, test_conv_any_shape, test_conv_gradients
explanation: `answers + bias` lines the bias up with the last dimension, the columns. Give it
dimensions of size 1 at the end, so that it lines up with the kernels: `bias[:, None, None]`.
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    windows = F.pad(x, [padding] * 4).unfold(2, weight.shape[2], stride).unfold(3, weight.shape[3], stride)
    answers = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return answers if bias is None else answers + bias
