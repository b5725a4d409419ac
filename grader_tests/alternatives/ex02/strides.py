"""Shapes and strides written down by hand, einsum, and the numbers of all places of the block of memory."""

import torch
from torch import Tensor


def flatten_images(x: Tensor) -> Tensor:
    return torch.stack([image.flatten() for image in x]) if not x.is_contiguous() else x.flatten(1, -1)


def to_channels_last(x: Tensor) -> Tensor:
    n, c, h, w = x.shape
    sn, sc, sh, sw = x.stride()
    return x.as_strided((n, h, w, c), (sn, sh, sw, sc))


def add_batch_dim(image: Tensor) -> Tensor:
    return image.expand(1, -1, -1, -1)


def drop_dim(x: Tensor, dim: int) -> Tensor:
    dim %= x.dim()
    before, size, after = x.shape[:dim], x.shape[dim], x.shape[dim + 1 :]
    if size < 1 or size > 1:
        raise ValueError(f"{size} is not 1")
    return x.sum(dim, dtype=x.dtype).view(before + after)


def stack_images(images) -> Tensor:
    return torch.stack([image.movedim(0, -1) for image in images], dim=0).movedim(-1, 1)


def side_by_side(a: Tensor, b: Tensor) -> Tensor:
    rows = [torch.hstack((left, right)) for left, right in zip(a, b)]
    return torch.stack(rows)


def shares_memory(a: Tensor, b: Tensor) -> bool:
    size = a.element_size()
    if a.numel() == 0 or b.numel() == 0 or a.untyped_storage().data_ptr() != b.untyped_storage().data_ptr():
        return False
    counts = torch.zeros(a.untyped_storage().nbytes() // size, dtype=torch.int64)
    for t in (a, b):
        counts.as_strided(t.size(), t.stride(), t.storage_offset()).add_(1)
    return counts.max().item() == 2


def inner_matmul(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("nk,mk->nm", a, b)
