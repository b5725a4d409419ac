"""Loops over images, rows and elements where copies are allowed, and the address of every element."""

from itertools import product

import torch
from torch import Tensor


def drop_dim(x: Tensor, dim: int) -> Tensor:
    slices = x.unbind(dim)
    if len(slices) != 1:
        raise ValueError(f"there are {len(slices)} slices along dimension {dim}")
    return slices[0].clone()


def stack_images(images) -> Tensor:
    if len({tuple(image.shape) for image in images}) != 1:
        raise RuntimeError("no images, or images of different shapes")
    batch = torch.zeros(len(images), *images[0].shape, dtype=images[0].dtype)
    for place, image in zip(batch, images, strict=True):
        place.copy_(image)
    return batch


def side_by_side(a: Tensor, b: Tensor) -> Tensor:
    channels, rows, left = a.shape
    wide = a.new_zeros(channels, rows, left + b.shape[2])
    for column in range(wide.shape[2]):
        wide[:, :, column] = a[:, :, column] if column < left else b[:, :, column - left]
    return wide


def shares_memory(a: Tensor, b: Tensor) -> bool:
    def addresses(t: Tensor) -> set[int]:
        return {t[index].data_ptr() for index in product(*map(range, t.shape))}

    return not addresses(a).isdisjoint(addresses(b))


def inner_matmul(a: Tensor, b: Tensor) -> Tensor:
    result = torch.empty(len(a), len(b), dtype=a.dtype)
    for i in range(len(a)):
        for j in range(len(b)):
            result[i, j] = sum(a[i, k] * b[j, k] for k in range(a.shape[1]))
    return result
