"""Loops over the places, which fill a result of zeros; padding by hand; a loop that counts the places."""

import torch
from torch import Tensor


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    places = 0
    position = -padding
    while position + kernel_size <= size + padding:
        places += 1
        position += stride
    return places


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    n, c, h, w = x.shape
    o, _, kh, kw = weight.shape
    padded = torch.zeros(n, c, h + 2 * padding, w + 2 * padding, dtype=x.dtype, device=x.device)
    padded[:, :, padding : padding + h, padding : padding + w] = x
    rows, columns = output_size(h, kh, stride, padding), output_size(w, kw, stride, padding)
    out = torch.empty((n, o, rows, columns), dtype=x.dtype, device=x.device)
    for i in range(rows):
        for j in range(columns):
            patch = padded[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[:, :, i, j] = (patch[:, None] * weight[None]).sum(dim=(2, 3, 4))
    if bias is not None:
        out += bias.view(1, -1, 1, 1)
    return out


def max_pool2d(x: Tensor, kernel_size: int, stride: int | None = None) -> Tensor:
    stride = stride or kernel_size
    n, c, h, w = x.shape
    rows, columns = output_size(h, kernel_size, stride), output_size(w, kernel_size, stride)
    out = x.new_full((n, c, rows, columns), float("-inf"))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            window = x[..., top : top + kernel_size, left : left + kernel_size]
            out[..., i, j] = window.flatten(start_dim=2).max(dim=-1).values
    return out


def edge_kernel() -> Tensor:
    kernel = torch.zeros(1, 1, 3, 3)
    kernel[..., 0], kernel[..., 2] = 1 / 3, -1 / 3
    return kernel
