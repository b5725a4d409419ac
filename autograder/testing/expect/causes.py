"""What most likely went wrong with values of the right shape, said only where the values prove it."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from autograder.testing.describe import count_text, number_text

_ENOUGH = 3  # elements from which a common factor or offset is no accident
_LARGEST = 5_000_000  # elements up to which a cause is looked for: a second of work
_SORTED = 100_000  # elements up to which two tensors are sorted to compare them


class Cause(NamedTuple):
    """One sentence for hidden tests, and one that may show numbers; both empty where nothing is certain."""

    summary: str = ""
    detail: str = ""


def value_cause(got: Tensor, expected: Tensor) -> Cause:
    """Return what connects wrong values with the right ones; the shapes are equal."""
    if got.numel() > _LARGEST:
        return Cause()
    mine, theirs = widened(got), widened(expected)
    found = _uniform(mine, theirs, got.dtype) or _not_finite(mine, theirs)
    if found or got.dtype == torch.bool or expected.dtype == torch.bool:
        return found or Cause()
    return _mirrored(mine, theirs) or _scaled(mine, theirs) or _reordered(mine, theirs) or Cause()


def widened(tensor: Tensor) -> Tensor:
    """Return the values as float64 or complex128."""
    return tensor.to(torch.complex128 if tensor.is_complex() else torch.float64)


def _uniform(got: Tensor, expected: Tensor, dtype: torch.dtype) -> Cause | None:
    if got.numel() < 2:
        return None
    if bool(got.isnan().all()):
        return _both("The result is NaN everywhere.")
    first = got.flatten()[0]
    if not bool((got == first).all()) or _is_constant(expected):
        return None
    if dtype == torch.bool:
        return _both(f"The result is {bool(first)} everywhere.")
    return _both(f"The result {'is zero' if first == 0 else 'has one value'} everywhere.")


def _not_finite(got: Tensor, expected: Tensor) -> Cause | None:
    for kind, odd in (("NaN", torch.isnan), ("infinite", torch.isinf)):
        count = int((odd(got) & ~odd(expected)).sum())
        if count and got.numel() == 1:
            return _both(f"It is {kind}.")
        if count:
            verb = "is" if count == 1 else "are"
            return Cause(f"Some values are {kind}.", f"{count_text(count, 'value')} {verb} {kind}.")
    return None


def _mirrored(got: Tensor, expected: Tensor) -> Cause | None:
    if _alike(got, -expected):
        return _both("The sign is wrong.")
    if got.ndim == 2 and got.shape[0] == got.shape[1] and _alike(got, expected.T):
        return _both("The result is transposed: rows and columns are swapped.")
    return None


def _scaled(got: Tensor, expected: Tensor) -> Cause | None:
    if got.numel() < _ENOUGH or got.is_complex() or _is_constant(expected):
        return None
    largest = int(expected.abs().argmax())
    factor = got.flatten()[largest] / expected.flatten()[largest]
    if int((expected != 0).sum()) >= _ENOUGH and bool(factor != 0) and _alike(got, expected * factor):
        text = "The result is off by a constant factor"
        return Cause(f"{text}.", f"{text}: it is {number_text(float(factor))} times what is expected.")
    offset = (got - expected).flatten()[0]
    if bool(offset != 0) and _alike(got - expected, offset.expand_as(got)):
        text, more = "The result is off by a constant", "more" if offset > 0 else "less"
        return Cause(f"{text}.", f"{text}: it is {number_text(abs(float(offset)))} {more} than expected.")
    return None


def _reordered(got: Tensor, expected: Tensor) -> Cause | None:
    if not _ENOUGH <= got.numel() <= _SORTED or got.is_complex():
        return None
    mine, theirs = (values.flatten().sort().values for values in (got, expected))
    # Few different values, such as labels or one-hot rows, agree by accident when they are sorted.
    if 2 * int((theirs[1:] != theirs[:-1]).sum()) < len(theirs) or not _alike(mine, theirs):
        return None
    return _both("The values are right, but in another order.")


def _is_constant(values: Tensor) -> bool:
    return bool((values == values.flatten()[0]).all())


def _alike(a: Tensor, b: Tensor) -> bool:
    # Generous: this only chooses words for a failure that is certain already.
    if not bool((a.isfinite() & b.isfinite()).all()):
        return False
    return torch.allclose(a, b, rtol=1e-4, atol=1e-6 * float(b.abs().max()))


def _both(text: str) -> Cause:
    return Cause(text, text)
