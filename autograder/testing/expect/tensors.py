"""Checks of what a tensor is: its type, its shape, its dtype; not its values."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.testing.describe import Name, count_text, dtype_text, name_of, shape_text
from autograder.testing.expect.types import fail_type
from autograder.testing.failures import fail

_DRAWN = 12  # dimensions up to which shapes are drawn below each other


def tensor(out: object, name: str | None = None) -> Tensor:
    """Check that `out` is a tensor, and return it."""
    __tracebackhide__ = True
    return check_tensor(out, name_of(out, name))


def shape(out: object, expected: Sequence[int], name: str | None = None) -> None:
    """Check that `out` is a tensor of exactly this shape."""
    __tracebackhide__ = True
    named = name_of(out, name)
    check_shape(tuple(check_tensor(out, named).shape), tuple(expected), named)


def dtype(out: object, expected: torch.dtype, name: str | None = None) -> None:
    """Check that `out` is a tensor of this dtype."""
    __tracebackhide__ = True
    named = name_of(out, name)
    check_dtype(check_tensor(out, named).dtype, expected, named)


def check_tensor(out: object, name: Name) -> Tensor:
    """Check that `out` is a tensor, and return it."""
    __tracebackhide__ = True
    if not isinstance(out, Tensor):
        fail_type(out, "a tensor", name)
    return out


def tensor_of(array: np.ndarray[Any, Any]) -> Tensor:
    """Return an array's values as a tensor, also those of a read-only or reversed array."""
    return torch.from_numpy(np.array(array))


def check_shape(got: tuple[int, ...], expected: tuple[int, ...], name: Name) -> None:
    """Check two shapes; the failure draws both, one below the other."""
    __tracebackhide__ = True
    if got != expected:
        cause = _spaced(shape_cause(got, expected))
        fail(
            f"{name.summary} has the wrong shape: {_dimensions(got, expected)}.{cause}",
            f"{name.detail} has the wrong shape.{cause}\n{drawing(got, expected)}",
        )


def check_dtype(got: torch.dtype, expected: torch.dtype, name: Name, remark: str = "") -> None:
    """Check two dtypes; `remark` is a sentence to add to the failure."""
    __tracebackhide__ = True
    if got != expected:
        text = f"has dtype {dtype_text(got)}, and {dtype_text(expected)} is expected.{_spaced(remark)}"
        fail(f"{name.summary} {text}", f"{name.detail} {text}")


def shape_cause(got: tuple[int, ...], expected: tuple[int, ...]) -> str:
    """Say what turns one shape into the other, where that is one certain thing, else ""."""
    if len(got) != len(expected) and _without_ones(got) == _without_ones(expected):
        return _ones_text(len(got) - len(expected))
    if len(got) == len(expected) and sorted(got) == sorted(expected):
        return (
            "Its two dimensions are swapped." if len(got) == 2 else "The sizes are right, in another order."
        )
    return ""


def _dimensions(got: tuple[int, ...], expected: tuple[int, ...]) -> str:
    """Compare two shapes in words that a hidden test may show: their sizes may have been drawn."""
    if len(got) != len(expected):
        verb = "is" if len(expected) == 1 else "are"
        return f"it has {count_text(len(got), 'dimension')}, and {len(expected)} {verb} expected"
    return f"it has {count_text(len(got), 'dimension')}, as it should, but not of the right sizes"


def _ones_text(extra: int) -> str:
    match extra:
        case 1:
            return "There is an extra dimension of size 1."
        case -1:
            return "A dimension of size 1 is missing."
    return (
        f"There are {extra} extra dimensions of size 1."
        if extra > 0
        else f"{-extra} dimensions of size 1 are missing."
    )


def _without_ones(sizes: tuple[int, ...]) -> list[int]:
    return [size for size in sizes if size != 1]


def _spaced(sentence: str) -> str:
    return f" {sentence}" if sentence else ""


def drawing(got: tuple[int, ...], expected: tuple[int, ...]) -> str:
    """Write two shapes one below the other, with marks under the sizes that differ."""
    if max(len(got), len(expected)) > _DRAWN:
        return f"  got:      {shape_text(got)}\n  expected: {shape_text(expected)}"
    pairs = _pairs(got, expected)
    widths = [max(len(text) for text in pair) for pair in pairs]
    above, below = (_row([pair[side] for pair in pairs], widths) for side in (0, 1))
    marks = "  ".join(("^" if a != b else " ") * width for (a, b), width in zip(pairs, widths, strict=True))
    return f"  got:      {above}\n  expected: {below}\n             {marks}".rstrip()


def _row(texts: list[str], widths: list[int]) -> str:
    """Write a shape as a tuple, with gaps where only the other shape has a size."""
    filled = [index for index, text in enumerate(texts) if text]
    cells = []
    for index, (text, width) in enumerate(zip(texts, widths, strict=True)):
        comma = text and (index != filled[-1] or len(filled) == 1)
        cells.append(text.rjust(width) + ("," if comma else " "))
    return f"({' '.join(cells).rstrip()})"


def _pairs(got: tuple[int, ...], expected: tuple[int, ...]) -> list[tuple[str, str]]:
    """Pair the sizes of two shapes, with "" beside a size that the other shape lacks."""
    if len(got) == len(expected):
        return [(str(a), str(b)) for a, b in zip(got, expected, strict=True)]
    pairs: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, got, expected, autojunk=False)
    for _, start, stop, other_start, other_stop in matcher.get_opcodes():
        left = [str(size) for size in got[start:stop]]
        right = [str(size) for size in expected[other_start:other_stop]]
        longest = max(len(left), len(right))
        pairs += zip(left + [""] * (longest - len(left)), right + [""] * (longest - len(right)), strict=True)
    return pairs
