"""Other functions of torch: full, fill_, cumsum, indexing with None, sums divided by counts."""

import torch
from torch import Tensor


def describe(t: Tensor) -> dict:
    return dict(
        device=str(t.device),
        dtype=t.dtype,
        ndim=t.dim(),
        numel=t.nelement(),
        requires_grad=t.requires_grad,
        shape=tuple(t.size(dim) for dim in range(len(t.shape))),
    )


def from_nested(data, dtype=torch.float32) -> Tensor:
    return torch.as_tensor(data, dtype=dtype, device="cpu")


def count_up(start, end, step=1) -> Tensor:
    count = -int((start - end) // step)
    dtype = torch.float32 if any(isinstance(number, float) for number in (start, end, step)) else torch.int64
    steps = torch.full((count,), step, dtype=dtype)
    return steps.cumsum(0, dtype=dtype) + (start - step)


def constant_pair(rows: int, cols: int) -> tuple[Tensor, Tensor]:
    zeros = torch.empty(rows, cols).zero_()
    return zeros, torch.full_like(zeros, 1)


def uniform(shape, seed, dtype=torch.float32, device="cpu") -> Tensor:
    source = torch.Generator(device)
    source.manual_seed(seed)
    return torch.empty(shape, dtype=dtype, device=device).uniform_(0, 1, generator=source)


def normalize_pixels(images: Tensor) -> Tensor:
    if not images.dtype == torch.uint8:
        raise ValueError("expected uint8", images.dtype)
    return torch.div(images[:, None, :, :], 255.0)


def mean_of(t: Tensor) -> Tensor:
    if t.dtype.is_floating_point:
        return t.sum() / t.numel()
    return (t.double() / t.numel()).sum().float()
