"""A loop over the weights of a kernel: each is multiplied with a shifted image, for all places at once."""

import torch
import torch.nn.functional as F
from torch import Tensor


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    return len(range(0, size + 2 * padding - kernel_size + 1, stride))


def shifted(x: Tensor, top: int, left: int, places: tuple[int, int], stride: int) -> Tensor:
    """The pixel at (top, left) of each window."""
    rows, columns = places
    return x[:, :, top::stride, left::stride][:, :, :rows, :columns]


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    kh, kw = weight.shape[-2:]
    places = output_size(x.shape[2], kh, stride, padding), output_size(x.shape[3], kw, stride, padding)
    padded = F.pad(x, [padding] * 4)
    total: Tensor | float = 0.0 if bias is None else bias.reshape(-1, 1, 1)
    for i in range(kh):
        for j in range(kw):
            pixels = shifted(padded, i, j, places, stride)
            total = total + torch.einsum("nchw,oc->nohw", pixels, weight[:, :, i, j])
    return total


def max_pool2d(x: Tensor, kernel_size: int, stride: int | None = None) -> Tensor:
    if stride is None:
        stride = kernel_size
    places = output_size(x.shape[2], kernel_size, stride), output_size(x.shape[3], kernel_size, stride)
    largest = None
    for i in range(kernel_size):
        for j in range(kernel_size):
            pixels = shifted(x, i, j, places, stride)
            largest = pixels if largest is None else torch.maximum(largest, pixels)
    return largest.clone()


def edge_kernel() -> Tensor:
    smooth, difference = torch.tensor([1.0, 2.0, 1.0]), torch.tensor([1.0, 0.0, -1.0])
    return torch.outer(smooth, difference).reshape(1, 1, 3, 3)
