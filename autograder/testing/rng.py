"""Random inputs for tests: the same for one seed on every machine, different for another seed.

Every draw is made from raw random bits by operations that are exact in binary floating point. Sampling
functions of torch are not used: they differ in the last bits, or in the stream, between processors and
versions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

import torch
from torch import Tensor

_BITS = 63  # a non-negative int64 is drawn
_MANTISSA = {torch.float64: 53, torch.float32: 24, torch.float16: 11, torch.bfloat16: 8}
_PARTS = 12  # uniform numbers to a normal one: the variance of twelve is exactly 1
_PART_BITS = 31  # a non-negative int32 is drawn

Item = TypeVar("Item")


class Rng:
    """A private source of random tensors; the global random state of torch is neither read nor changed."""

    def __init__(self, seed: int) -> None:
        self._generator = torch.Generator().manual_seed(seed % 2**63)

    def normal(self, *shape: int, dtype: torch.dtype = torch.float32) -> Tensor:
        """Return numbers of mean 0 and variance 1, bell-shaped, never beyond 6; complex dtypes too."""
        if dtype.is_complex:
            real = torch.float64 if dtype == torch.complex128 else torch.float32
            pairs = self.normal(*shape, 2, dtype=real)
            return torch.view_as_complex(pairs * math.sqrt(0.5)).to(dtype)
        _check_floating(dtype)
        # The sum of twelve uniform numbers (Irwin-Hall), as integers: exact, unlike a logarithm or a cosine.
        parts = torch.empty((*shape, _PARTS), dtype=torch.int32).random_(generator=self._generator)
        total = parts.sum(dim=-1).to(torch.float64)
        return total.mul_(2.0**-_PART_BITS).sub_(_PARTS / 2).to(dtype)

    def uniform(
        self, *shape: int, low: float = 0.0, high: float = 1.0, dtype: torch.dtype = torch.float32
    ) -> Tensor:
        """Return numbers from `low` to `high`; `high` itself comes only by rounding, and never for 0 to 1."""
        _check_floating(dtype)
        _check_range(low, high)
        bits = _MANTISSA[dtype]
        unit = (self._bits(shape) >> (_BITS - bits)).to(torch.float64) * 2.0**-bits
        return (low + unit * (high - low)).to(dtype)

    def integers(self, low: int, high: int, *shape: int) -> Tensor:
        """Return int64 numbers of at least `low` and below `high`."""
        _check_range(low, high)
        return self._bits(shape) % (high - low) + low

    def permutation(self, n: int) -> Tensor:
        """Return the numbers from 0 to n - 1 in random order, int64."""
        return self._bits((n,)).argsort(stable=True)

    def mask(self, *shape: int, p: float = 0.5) -> Tensor:
        """Return booleans that are true with probability `p`; a small mask may be all true or all false."""
        return self.uniform(*shape, dtype=torch.float64) < p

    def integer(self, low: int, high: int) -> int:
        """Return an int of at least `low` and below `high`."""
        _check_range(low, high)
        return int(self._bits(())) % (high - low) + low

    def number(self, low: float, high: float) -> float:
        """Return a float from `low` to `high`."""
        _check_range(low, high)
        bits = _MANTISSA[torch.float64]
        return low + (int(self._bits(())) >> (_BITS - bits)) * 2.0**-bits * (high - low)

    def choice(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        if not items:
            raise ValueError("there is nothing to choose from")
        return items[self.integer(0, len(items))]

    def sizes(self, k: int, low: int = 2, high: int = 9) -> tuple[int, ...]:
        """Return `k` different ints of at least `low` and below `high`, in random order."""
        if k > high - low:
            raise ValueError(f"there are no {k} different sizes from {low} to {high - 1}: raise `high`")
        return tuple(low + i for i in self.permutation(high - low)[:k].tolist())

    def noncontiguous(self, tensor: Tensor) -> Tensor:
        """Return the same values with other strides: a slice of a wider tensor, or a transposed copy.

        Between the elements of a slice lie values that do not belong to it. What has no dimension, or fewer
        than two elements, is always contiguous and comes back as it is. `requires_grad` is kept.
        """
        if tensor.ndim == 0 or tensor.numel() < 2:
            return tensor
        values = tensor.detach()
        long = [dim for dim, size in enumerate(values.shape) if size > 1]
        swap = len(long) > 1 and self.integer(0, 2) == 1
        strided = _transposed_copy(values, long[-2], long[-1]) if swap else _sliced(values)
        return strided.requires_grad_(tensor.requires_grad)

    def seed(self) -> int:
        """Return a seed for code that wants one: an int of at least 0 and below 2**31."""
        return self.integer(0, 2**31)

    def _bits(self, shape: Sequence[int]) -> Tensor:
        return torch.empty(tuple(shape), dtype=torch.int64).random_(generator=self._generator)


def _transposed_copy(values: Tensor, a: int, b: int) -> Tensor:
    return values.transpose(a, b).contiguous().transpose(a, b)


def _sliced(values: Tensor) -> Tensor:
    pairs = torch.stack([values, values.flip(-1)], dim=-1).flatten(-2)
    # The column at the end keeps rows apart, so that no view can join them.
    return torch.cat([pairs, pairs[..., :1]], dim=-1)[..., :-1:2]


def _check_floating(dtype: torch.dtype) -> None:
    if dtype not in _MANTISSA:
        raise ValueError(
            f"{dtype} is no floating dtype that can be drawn: use one of {list(_MANTISSA)}, or `integers`"
        )


def _check_range(low: float, high: float) -> None:
    if not low < high:
        raise ValueError(f"low must be below high, not {low} and {high}")
