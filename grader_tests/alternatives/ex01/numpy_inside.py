"""NumPy does the work, and the results become tensors."""

import numpy as np
import torch
from torch import Tensor

NUMPY = {torch.float32: np.float32, torch.float64: np.float64}


def from_nested(data, dtype=torch.float32) -> Tensor:
    return torch.from_numpy(np.array(data)).to(dtype)


def count_up(start, end, step=1) -> Tensor:
    numbers = np.arange(start, end, step)
    return torch.as_tensor(numbers.astype(np.float32) if numbers.dtype == np.float64 else numbers)


def constant_pair(rows: int, cols: int) -> tuple[Tensor, Tensor]:
    zeros, ones = np.zeros((rows, cols), dtype=np.float32), np.ones((rows, cols), dtype=np.float32)
    return torch.from_numpy(zeros), torch.from_numpy(ones)


def uniform(shape, seed, dtype=torch.float32, device="cpu") -> Tensor:
    numbers = np.random.default_rng(seed).random(shape, dtype=NUMPY[dtype])
    return torch.from_numpy(np.asarray(numbers)).to(device)


def normalize_pixels(images: Tensor) -> Tensor:
    pixels = images.numpy()
    if pixels.dtype != np.uint8:
        raise ValueError(f"{pixels.dtype} is not uint8")
    return torch.from_numpy(np.expand_dims(pixels, 1).astype(np.float32) / np.float32(255))


def mean_of(t: Tensor) -> Tensor:
    if t.dtype == torch.bfloat16:  # which NumPy does not know
        return torch.tensor(t.float().numpy().mean(dtype=np.float64), dtype=t.dtype)
    numbers = t.numpy()
    wide = torch.tensor(numbers.mean(dtype=np.float64))
    return wide.to(t.dtype if numbers.dtype.kind == "f" else torch.float32)
