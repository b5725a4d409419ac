"""Other functions and methods for the same: reshape, movedim, indexing with None, concat, linear."""

import torch
import torch.nn.functional as F
from torch import Tensor


class SizeError(ValueError):
    """A dimension that cannot be dropped."""


def flatten_images(x: Tensor) -> Tensor:
    return torch.reshape(x, (len(x), -1))


def to_channels_last(x: Tensor) -> Tensor:
    return torch.movedim(x, 1, -1)


def add_batch_dim(image: Tensor) -> Tensor:
    return image[None, ...]


def drop_dim(x: Tensor, dim: int) -> Tensor:
    if x.size(dim) == 1:
        return x.select(dim, 0)
    raise SizeError(f"size {x.size(dim)}")


def stack_images(images) -> Tensor:
    first, *others = images
    for image in others:
        assert image.shape == first.shape
    return torch.concat([image.unsqueeze(0) for image in images])


def side_by_side(a: Tensor, b: Tensor) -> Tensor:
    return torch.cat((a.mT, b.mT), dim=1).mT


def shares_memory(a: Tensor, b: Tensor) -> bool:
    places = []
    for t in (a, b):
        offsets = torch.zeros((), dtype=torch.int64)
        for size, step in zip(t.shape, t.stride()):
            offsets = offsets[..., None] + torch.arange(size) * step * t.element_size()
        places.append(set((offsets + t.data_ptr()).flatten().tolist()))
    return bool(places[0] & places[1])


def inner_matmul(a: Tensor, b: Tensor) -> Tensor:
    return F.linear(a, b)
