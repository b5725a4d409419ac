"""A list of rows is a stack of what each row is; a data class collects the facts; a table of answers."""

from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor


@dataclass
class Facts:
    ndim: int
    shape: tuple
    dtype: torch.dtype
    device: str
    numel: int
    requires_grad: bool


def describe(t: Tensor) -> dict:
    return asdict(
        Facts(t.dim(), tuple(t.shape), t.dtype, str(t.device), int(np.prod(t.shape)), t.requires_grad)
    )


def from_nested(data, dtype=torch.float32) -> Tensor:
    if not isinstance(data, (list, tuple)):
        return torch.full((), data, dtype=dtype)
    if not data:
        return torch.zeros(0, dtype=dtype)
    return torch.stack([from_nested(item, dtype) for item in data])


def uniform(shape, seed, dtype=torch.float32, device="cpu") -> Tensor:
    numbers = np.random.RandomState(seed).uniform(size=shape)
    return torch.tensor(numbers, dtype=dtype, device=device)


def normalize_pixels(images: Tensor) -> Tensor:
    if images.dtype not in {torch.uint8}:
        raise ValueError(f"cannot normalize {images.dtype}")
    brightness = torch.arange(256) / 255
    return brightness[images.long()].unsqueeze(dim=-3)


def mean_of(t: Tensor) -> Tensor:
    wide = t.to(torch.promote_types(t.dtype, torch.float32))
    mean = torch.stack([part.mean() for part in wide.flatten()[:, None]]).mean()
    return mean.to(t.dtype) if t.is_floating_point() else mean
