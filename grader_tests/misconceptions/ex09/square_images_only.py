"""Images are square.

caught_by: test_conv_any_shape, test_conv_gradients
explanation: You work out one output size and use it for rows and columns. They may differ: call
`output_size` for each.
"""

import torch.nn.functional as F
from torch import Tensor


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    size = output_size(x.shape[2], weight.shape[2], stride, padding)
    patches = F.unfold(x, weight.shape[2:], stride=stride, padding=padding)
    answers = weight.flatten(start_dim=1) @ patches
    if bias is not None:
        answers = answers + bias[:, None]
    return answers.reshape(x.shape[0], weight.shape[0], size, size)
