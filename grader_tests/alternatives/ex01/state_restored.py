"""The global source draws, and its state is put back; float32 inside; arithmetic in place on copies."""

import torch
from torch import Tensor


class PixelError(ValueError):
    """Images that hold something else than bytes."""


def describe(t: Tensor) -> dict:
    device = t.device.type if t.device.index is None else f"{t.device.type}:{t.device.index}"
    names = ("ndim", "shape", "dtype", "device", "numel", "requires_grad")
    return dict(zip(names, (len(t.shape), (*t.shape,), t.dtype, device, t.shape.numel(), t.requires_grad)))


def count_up(start, end, step=1) -> Tensor:
    if all(isinstance(number, int) for number in (start, end, step)):
        return torch.tensor(range(start, end, step), dtype=torch.int64)
    count = 0
    while (end - (start + count * step)) * step > 0:
        count += 1
    return start + step * torch.arange(count, dtype=torch.float32)


def constant_pair(rows: int, cols: int) -> tuple[Tensor, Tensor]:
    ones = torch.ones((rows, cols))
    return torch.zeros_like(ones), ones


def uniform(shape, seed, dtype=torch.float32, device="cpu") -> Tensor:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return torch.rand(*shape, dtype=dtype).to(device)


def normalize_pixels(images: Tensor) -> Tensor:
    if images.dtype != torch.uint8:
        raise PixelError(str(images.dtype))
    result = images.float()
    result /= 255
    return result.reshape(len(images), 1, *images.shape[1:])


def mean_of(t: Tensor) -> Tensor:
    return torch.mean(t) if t.is_floating_point() else torch.mean(t, dtype=torch.float32)
