"""Python's own loops, ranges, sums and random numbers; torch only stores the results."""

import math
import random

import torch
from torch import Tensor


def describe(t: Tensor) -> dict:
    facts = {"numel": math.prod(t.shape)}
    for name in ("requires_grad", "dtype", "ndim"):
        facts[name] = getattr(t, name)
    facts["shape"] = t.size()
    facts["device"] = f"{t.device}"
    return facts


def count_up(start, end, step=1) -> Tensor:
    numbers = []
    number = start
    while number < end if step > 0 else number > end:
        numbers.append(number)
        number += step
    floats = float in (type(start), type(end), type(step))
    return torch.tensor(numbers, dtype=torch.float32 if floats else torch.int64)


def constant_pair(rows: int, cols: int) -> tuple[Tensor, Tensor]:
    zeros, ones = torch.empty(rows, cols), torch.empty((rows, cols), dtype=torch.float32)
    for row in range(rows):
        for col in range(cols):
            zeros[row, col] = 0
            ones[row, col] = 1
    return zeros, ones


def uniform(shape, seed, dtype=torch.float32, device="cpu") -> Tensor:
    source = random.Random(seed)
    numbers = [source.random() for _ in range(math.prod(shape))]
    return torch.tensor(numbers, dtype=dtype, device=device).view(shape)


def normalize_pixels(images: Tensor) -> Tensor:
    if images.dtype is not torch.uint8:
        raise ValueError("pixels must be uint8")
    n, h, w = images.shape
    result = torch.zeros(n, 1, h, w)
    for i in range(n):
        result[i, 0] = images[i] * (1 / 255)
    return result


def mean_of(t: Tensor) -> Tensor:
    numbers = t.flatten().tolist()
    mean = math.fsum(numbers) / len(numbers)
    return torch.tensor(mean, dtype=t.dtype if t.dtype.is_floating_point else torch.float32)
