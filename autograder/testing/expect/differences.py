"""How wrong values of two tensors are reported: where they differ first, how many do, and by how much."""

from __future__ import annotations

from typing import NoReturn

import numpy as np
import torch
from torch import Tensor

from autograder.testing.describe import Name, count_text, elements_text, number_pair, number_text
from autograder.testing.expect.causes import value_cause, widened
from autograder.testing.failures import fail


def equal_elements(got: Tensor, expected: Tensor) -> Tensor:
    """Say of each element whether it is exactly right; the dtypes may differ."""
    if got.dtype == expected.dtype:
        return got == expected
    return widened(got) == widened(expected)


def same_in_all(got: Tensor, expected: Tensor) -> bool:
    """Whether two tensors have one dtype, one shape and equal elements: one step, where most checks end."""
    return got.dtype == expected.dtype and torch.equal(got, expected)


def values_remark(same: Tensor) -> str:
    """Return what to add to a failure that is about the dtype alone."""
    return "The values are right." if same.numel() and bool(same.all()) else ""


def fail_values(got: Tensor, expected: Tensor, same: Tensor, name: Name) -> NoReturn:
    """Fail because two tensors of one shape differ where `same` is false."""
    __tracebackhide__ = True
    cause = value_cause(got, expected)
    summary = f"{name.summary}: {_how_many(same)} {cause.summary}"
    lines = [f"{name.detail}: {_how_many(same)} {cause.detail}".rstrip(), *_differences(got, expected, same)]
    small = elements_text(got), elements_text(expected)
    if got.numel() > 1 and all(small):
        lines += [f"  got:      {small[0]}", f"  expected: {small[1]}"]
    fail(summary.rstrip(), "\n".join(lines))


def _how_many(same: Tensor) -> str:
    """Say in words how many elements are wrong: the number of elements may have been drawn."""
    wrong, total = _wrong(same), same.numel()
    if total == 1:
        return "the value is wrong."
    if wrong == total:
        return "all values are wrong."
    return f"{'most' if 2 * wrong > total else 'some'} values are wrong."


def _differences(got: Tensor, expected: Tensor, same: Tensor) -> list[str]:
    first = _position(~same)
    a, b = number_pair(got[first].item(), expected[first].item())
    if same.numel() == 1:
        return [f"  got {a}, expected {b}"]
    where = f"  first at {_index(first)}: got {a}, expected {b}"
    wrong = _wrong(same)
    counted = f"  {wrong:,} of {count_text(same.numel(), 'value')} {'is' if wrong == 1 else 'are'} wrong"
    distance = (
        (widened(got) - widened(expected))
        .abs()
        .nan_to_num(nan=-1.0, posinf=torch.inf)
        .masked_fill(same, -1.0)
    )
    worst = _position(distance)
    if wrong > 1 and distance[worst] > 0:
        counted += f"; the largest difference is {number_text(float(distance[worst]))}, at {_index(worst)}"
    return [where, counted]


def _wrong(same: Tensor) -> int:
    return same.numel() - int(same.sum())


def _position(weights: Tensor) -> tuple[int, ...]:
    """Return the index of the first largest element."""
    flat = int(weights.to(torch.float64).flatten().argmax())
    return tuple(int(i) for i in np.unravel_index(flat, tuple(weights.shape)))


def _index(position: tuple[int, ...]) -> str:
    return str(list(position))
