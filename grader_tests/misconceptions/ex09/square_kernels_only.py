"""Kernels are square.

caught_by: test_conv_any_shape, test_conv_gradients
explanation: You use one size for the rows and the columns of the kernel. They may differ: take
`weight.shape[2]` for the rows and `weight.shape[3]` for the columns.
"""

import torch.nn.functional as F
from torch import Tensor


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    kernels, _, size, _ = weight.shape
    rows = output_size(x.shape[2], size, stride, padding)
    columns = output_size(x.shape[3], size, stride, padding)
    patches = F.unfold(x, size, stride=stride, padding=padding)
    answers = weight.flatten(start_dim=1) @ patches
    if bias is not None:
        answers = answers + bias[:, None]
    return answers.reshape(-1, kernels, rows, columns)
