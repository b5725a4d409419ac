"""A result is a table of numbers.

caught_by: test_conv_gradients
explanation: `.item()` and `torch.tensor(...)` turn tensors into plain numbers and back. The values
are right, but the history is lost, so gradients cannot flow. Stack the tensors, or write them into
one.
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    kernels, _, height, width = weight.shape
    rows = output_size(x.shape[2], height, stride, padding)
    columns = output_size(x.shape[3], width, stride, padding)
    padded = F.pad(x, [padding] * 4)

    def answer(n, o, i, j):
        patch = padded[n, :, i * stride : i * stride + height, j * stride : j * stride + width]
        shift = 0 if bias is None else bias[o].item()
        return (patch * weight[o]).sum().item() + shift

    numbers = [
        [[[answer(n, o, i, j) for j in range(columns)] for i in range(rows)] for o in range(kernels)]
        for n in range(x.shape[0])
    ]
    return torch.tensor(numbers, dtype=x.dtype, device=x.device)
