"""What code does in a test: its answers to the suite's questions, and what the test says in the end.

Two modules that behave alike on the same inputs have, as far as the suite can tell, the same mistake. How
they are written plays no part.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.report import Status

# The right and the wrong formulas that suites tell apart differ by a hundredth and more; ways to write the
# same formula by rounding, which is a millionth of the largest number.
RELATIVE, OF_LARGEST = 1e-3, 1e-5
_NUMBER = re.compile(r"[-+]?\d[\d,.]*(e[-+]?\d+)?|\bnan\b|\binf\b")
_ADDRESS = re.compile(r"0x[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Stayed:
    """Stands for an object that stayed in the worker, whatever it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One question of the suite, and the answer."""

    operation: str
    value: object = None  # plain data; `Stayed` in the place of what the worker kept
    raised: str = ""  # the exception's type and text, in place of a value


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What happened in one test."""

    status: Status
    told: str  # the instructor's message; of an exception, "" since that is a step
    steps: tuple[Step, ...]


def alike(a: Behaviour, b: Behaviour) -> bool:
    """Return whether two behaviours in one test, on the same inputs, are the same up to rounding.

    Where nothing was answered, since the test failed for what the source uses, that finding is all there is.
    Where there is none either, such as in a test that could not begin, there is nothing to compare.
    """
    if not a.steps and not b.steps:
        return a.status is b.status and bool(a.told) and _finding(a.told) == _finding(b.told)
    return (
        a.status is b.status
        and len(a.steps) == len(b.steps)
        and _skeleton(a.told) == _skeleton(b.told)
        and all(_alike_steps(one, other) for one, other in zip(a.steps, b.steps, strict=True))
    )


def _skeleton(text: str) -> str:
    """Leave out of a message the numbers, which rounding changes."""
    return _NUMBER.sub("#", text)


def _finding(text: str) -> str:
    """Leave out of a message the lines of the source that it quotes."""
    return _skeleton(text.partition("\n")[0])


def _alike_steps(a: Step, b: Step) -> bool:
    return (
        a.operation == b.operation
        and _ADDRESS.sub("", a.raised) == _ADDRESS.sub("", b.raised)
        and same(a.value, b.value)
    )


def same(a: object, b: object) -> bool:
    """Return whether two answers are the same up to rounding; True is not 1, nor a list a tuple."""
    match a, b:
        case Tensor(), Tensor():
            return _alike_tensors(a, b)
        case np.ndarray() | np.generic(), np.ndarray() | np.generic():
            return _alike_arrays(np.asarray(a), np.asarray(b))
        case float(), float():
            return math.isclose(a, b, rel_tol=RELATIVE, abs_tol=OF_LARGEST) or (a != a and b != b)
        case list(), list():
            return _all_alike(a, b)
        case tuple(), tuple():
            return _all_alike(a, b)
        case dict(), dict():
            return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
        case _:
            return type(a) is type(b) and bool(a == b)


def _all_alike(a: Sequence[object], b: Sequence[object]) -> bool:
    return len(a) == len(b) and all(same(one, other) for one, other in zip(a, b, strict=True))


def _alike_arrays(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> bool:
    if a.dtype != b.dtype:
        return False
    try:
        return _alike_tensors(torch.from_numpy(a.copy()), torch.from_numpy(b.copy()))
    except TypeError:  # a dtype that torch does not have, such as text
        return bool(np.array_equal(a, b))


def _alike_tensors(a: Tensor, b: Tensor) -> bool:
    if a.dtype != b.dtype or a.shape != b.shape:
        return False
    a, b = a.detach(), b.detach()
    if not a.dtype.is_floating_point:
        return bool(torch.equal(a, b))
    finite = b[b.isfinite()]
    largest = float(finite.abs().max()) if finite.numel() else 0.0
    return bool(torch.allclose(a, b, rtol=RELATIVE, atol=OF_LARGEST * largest, equal_nan=True))
