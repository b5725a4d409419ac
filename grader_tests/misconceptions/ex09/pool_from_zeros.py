"""The smallest number is 0.

caught_by: test_pool_by_hand, test_pool_any_shape
explanation: You begin with 0 and look for something larger. Where all numbers of a window are
negative, 0 stays, and it is not one of them. Begin with minus infinity, or take the maximum of the
window itself.
"""

import torch
from torch import Tensor


def max_pool2d(x: Tensor, kernel_size: int, stride: int | None = None) -> Tensor:
    stride = kernel_size if stride is None else stride
    rows = output_size(x.shape[2], kernel_size, stride)
    columns = output_size(x.shape[3], kernel_size, stride)
    largest = x.new_zeros(x.shape[0], x.shape[1], rows, columns)
    for i in range(kernel_size):
        for j in range(kernel_size):
            pixels = x[:, :, i::stride, j::stride][:, :, :rows, :columns]
            largest = torch.maximum(largest, pixels)
    return largest
