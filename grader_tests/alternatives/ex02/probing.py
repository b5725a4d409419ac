"""Writes to one tensor, looks at the other and puts everything back; transposes twice; adds up products."""

import torch
from torch import Tensor


def flatten_images(x: Tensor) -> Tensor:
    n, c, h, w = x.shape
    return x.view(n, c * h * w) if x.is_contiguous() else x.contiguous().view(n, c * h * w)


def to_channels_last(x: Tensor) -> Tensor:
    return x.transpose(1, 2).transpose(2, 3)


def add_batch_dim(image: Tensor) -> Tensor:
    return image.view(1, *image.shape)


def drop_dim(x: Tensor, dim: int) -> Tensor:
    sizes = list(x.shape)
    if sizes.pop(dim) != 1:
        raise ValueError("only a dimension of size 1 can be dropped")
    return x.reshape(sizes)


def stack_images(images) -> Tensor:
    c, h, w = images[0].shape
    if any(image.shape != (c, h, w) for image in images):
        raise TypeError
    return torch.cat(list(images), dim=0).view(-1, c, h, w)


def side_by_side(a: Tensor, b: Tensor) -> Tensor:
    wide = torch.empty(a.shape[0], a.shape[1], a.shape[2] + b.shape[2], dtype=a.dtype)
    wide[..., : a.shape[2]] = a
    wide[..., a.shape[2] :] = b
    return wide


def shares_memory(a: Tensor, b: Tensor) -> bool:
    saved = a.clone()
    seen = []
    for number in (0, 1):
        a.fill_(number)
        seen.append(b.clone())
    a.copy_(saved)
    return not torch.equal(*seen)


def inner_matmul(a: Tensor, b: Tensor) -> Tensor:
    return (a.unsqueeze(1) * b.unsqueeze(0)).sum(-1)
