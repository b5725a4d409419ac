"""A convolution flips the kernel, as in the mathematics book.

caught_by: test_conv_by_hand, test_conv_any_shape, test_conv_gradients
explanation: You flip the kernel before you multiply. Networks learn the weights, so nobody needs
that, and PyTorch's `conv2d` uses them as they stand. Leave out the flip.
"""

import torch.nn.functional as F
from torch import Tensor


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    kernels, _, height, width = weight.shape
    rows = output_size(x.shape[2], height, stride, padding)
    columns = output_size(x.shape[3], width, stride, padding)
    patches = F.unfold(x, (height, width), stride=stride, padding=padding)
    answers = weight.flip(2, 3).flatten(start_dim=1) @ patches
    if bias is not None:
        answers = answers + bias[:, None]
    return answers.reshape(-1, kernels, rows, columns)
