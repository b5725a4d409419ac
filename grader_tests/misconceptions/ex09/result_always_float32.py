"""`torch.zeros` has the dtype that is needed.

caught_by: test_conv_any_shape
explanation: The zeros that you fill are float32, whatever the images are. Ask for their dtype and
device: `x.new_zeros(...)`, or `torch.zeros(..., dtype=x.dtype, device=x.device)`.
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
    answers = torch.zeros(x.shape[0], kernels, rows, columns, device=x.device)
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            answers[:, :, i, j] = torch.einsum("nchw,ochw->no", patch, weight)
    return answers if bias is None else answers + bias[:, None, None]
