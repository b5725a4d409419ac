"""Numbers are enough to compute with.

caught_by: test_conv_gradients
explanation: `.data` gives the weights without their history, so no gradient comes back to them, and
a network with this layer would not learn. Compute with the tensors themselves.
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    windows = F.pad(x, [padding] * 4).unfold(2, weight.shape[2], stride).unfold(3, weight.shape[3], stride)
    answers = torch.einsum("nchwij,ocij->nohw", windows, weight.data)
    return answers if bias is None else answers + bias[:, None, None]
