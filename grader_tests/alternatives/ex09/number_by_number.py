"""Every product and every comparison on its own, in nested loops; the results are stacked."""

import math

import torch
from torch import Tensor


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    return math.floor((size + 2 * padding - kernel_size) / stride + 1)


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    n, c, h, w = x.shape
    o, _, kh, kw = weight.shape

    def answer(sample: int, kernel: int, row: int, column: int) -> Tensor:
        total = x.new_zeros(()) if bias is None else bias[kernel]
        for channel in range(c):
            for i in range(kh):
                for j in range(kw):
                    y, z = row * stride + i - padding, column * stride + j - padding
                    if 0 <= y < h and 0 <= z < w:
                        total = total + x[sample, channel, y, z] * weight[kernel, channel, i, j]
        return total

    rows, columns = output_size(h, kh, stride, padding), output_size(w, kw, stride, padding)
    answers = [
        answer(sample, kernel, row, column)
        for sample in range(n)
        for kernel in range(o)
        for row in range(rows)
        for column in range(columns)
    ]
    return torch.stack(answers).reshape(n, o, rows, columns)


def max_pool2d(x: Tensor, kernel_size: int, stride: int | None = None) -> Tensor:
    stride = kernel_size if stride is None else stride
    n, c, h, w = x.shape
    tables = []
    for image in x.reshape(n * c, h, w):
        rows = []
        for top in range(0, h - kernel_size + 1, stride):
            row = []
            for left in range(0, w - kernel_size + 1, stride):
                largest = image[top, left]
                for i in range(kernel_size):
                    for j in range(kernel_size):
                        if image[top + i, left + j] > largest:
                            largest = image[top + i, left + j]
                row.append(largest)
            rows.append(torch.stack(row))
        tables.append(torch.stack(rows))
    return torch.stack(tables).unflatten(0, (n, c))


def edge_kernel() -> Tensor:
    return torch.tensor([1, -2, 1]).repeat(3, 1)[None, None].float()
