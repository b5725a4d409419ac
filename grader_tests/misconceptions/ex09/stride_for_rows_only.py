"""The stride says how far down the kernel moves.

caught_by: test_conv_by_hand, test_conv_any_shape, test_conv_gradients
explanation: You use the stride for the rows only. The kernel moves by `stride` in both directions.
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    windows = F.pad(x, [padding] * 4).unfold(2, weight.shape[2], stride).unfold(3, weight.shape[3], 1)
    answers = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return answers if bias is None else answers + bias[:, None, None]
