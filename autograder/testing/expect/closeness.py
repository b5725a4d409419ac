"""Are numbers right, up to rounding?

Default tolerances (`largest` is the largest finite magnitude of the expected values, 1 if all are zero):

    dtype                   rtol    atol              why
    float64, complex128     1e-9    1e-11 * largest   a million roundings; an epsilon of 1e-8 shows
    float32, complex64      1e-5    1e-6 * largest    eighty roundings; the usual choice for one layer
    bfloat16                3e-2    1e-2 * largest    four roundings
    float16                 4e-3    1e-3 * largest    four roundings
    Python number           1e-5    1e-6 * largest    most are the `.item()` of a float32 tensor
    int, bool               exact

An element is right when |got - expected| <= atol + rtol * |expected|. `atol` follows the data's scale because
the rounding errors of a sum follow its largest terms: values near 1e-9 are judged as strictly as values near
1, and an element that should be zero, beside large ones, may miss it by a rounding of theirs. What a test
gives replaces the value of the table, for `atol` without any scaling. Where dtypes differ and may, the
coarser one counts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import NoneType

import numpy as np
import torch
from torch import Tensor

from autograder.errors import InternalError
from autograder.testing.describe import Name, describe, name_of, number_pair
from autograder.testing.expect.causes import widened
from autograder.testing.expect.containers import parts
from autograder.testing.expect.differences import equal_elements, fail_values, same_in_all, values_remark
from autograder.testing.expect.exact import compare_exactly
from autograder.testing.expect.tensors import check_dtype, check_shape, check_tensor, tensor_of
from autograder.testing.expect.types import fail_type
from autograder.testing.failures import fail

_ROWS: dict[torch.dtype, tuple[float, float]] = {
    torch.float64: (1e-9, 1e-11),
    torch.complex128: (1e-9, 1e-11),
    torch.float32: (1e-5, 1e-6),
    torch.complex64: (1e-5, 1e-6),
    torch.bfloat16: (3e-2, 1e-2),
    torch.float16: (4e-3, 1e-3),
}
_COMMON = (torch.float32, torch.float64)
_NUMBER = (1e-5, 1e-6)
_EXACTLY = (0.0, 0.0)
_EXACT = (bool, str, bytes, NoneType, torch.dtype, torch.device)  # inside containers


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How two numbers may differ: what a test asked for, or None for the table above."""

    rtol: float | None = None
    atol: float | None = None
    equal_nan: bool = False

    def limits(self, largest: Callable[[], float], defaults: tuple[float, float]) -> tuple[float, float]:
        """Return (rtol, atol) for values of which this is the largest; `defaults` is a row of the table."""
        rtol, atol = defaults
        if self.atol is None:
            atol *= largest() or 1.0
        return rtol if self.rtol is None else self.rtol, atol if self.atol is None else self.atol


def close(
    out: object,
    expected: object,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    equal_nan: bool = False,
    check_dtype: bool = True,
    name: str | None = None,
) -> None:
    """Check type, shape, dtype and, up to rounding, the values; nothing is broadcast, and NaN equals nothing.

    `expected` is a tensor, an array, a number, or a list, tuple or dict of such. See this module's text for
    the default tolerances. A number may come back as int or float, whichever of them is expected.
    """
    __tracebackhide__ = True
    compare(out, expected, Tolerance(rtol, atol, equal_nan), name_of(out, name), with_dtype=check_dtype)


def compare(
    out: object, expected: object, tolerance: Tolerance, name: Name, *, with_dtype: bool = True
) -> None:
    """Check `out` against `expected`, descending into lists, tuples and dicts."""
    __tracebackhide__ = True
    if isinstance(expected, Tensor):
        _compare_tensors(check_tensor(out, name), expected, tolerance, name, with_dtype)
    elif isinstance(expected, np.ndarray):
        if not isinstance(out, np.ndarray):
            fail_type(out, "a NumPy array", name)
        _compare_tensors(tensor_of(out), tensor_of(expected), tolerance, name, with_dtype)
    elif isinstance(expected, bool | int | float | complex):
        _compare_numbers(out, expected, tolerance, name)
    elif isinstance(expected, list | tuple | dict):
        _compare_items(out, expected, tolerance, name, with_dtype)
    else:
        raise InternalError(f"expect.close cannot compare with {describe(expected)}: use expect.equal")


def _compare_items(
    out: object,
    expected: list[object] | tuple[object, ...] | dict[object, object],
    tolerance: Tolerance,
    name: Name,
    with_dtype: bool,
) -> None:
    __tracebackhide__ = True
    for part, value, wanted in parts(out, expected, name):
        if isinstance(wanted, _EXACT):
            compare_exactly(value, wanted, part)
        else:
            compare(value, wanted, tolerance, part, with_dtype=with_dtype)


def _compare_numbers(out: object, expected: complex, tolerance: Tolerance, name: Name) -> None:
    __tracebackhide__ = True
    if isinstance(expected, bool):
        raise InternalError("expect.close compares numbers: use expect.equal for True and False")
    kinds = (int, float) if isinstance(expected, int | float) else (int, float, complex)
    if isinstance(out, bool) or not isinstance(out, kinds):
        fail_type(out, "a number", name)
    limits = tolerance.limits(lambda: _size(expected), _NUMBER)
    if not _number_is_close(out, expected, *limits, tolerance.equal_nan):
        shown, wanted = number_pair(out, expected)
        problem = "NaN, which is no number" if out != out else "not the expected number"
        fail(f"{name.summary} is {problem}.", f"{name.detail} is {shown}, and {wanted} is expected.")


def _size(number: complex) -> float:
    """Return the magnitude of a number, 0 if it is not finite."""
    size = abs(number)
    return min(size, sys.float_info.max) if size < float("inf") else 0.0


def _number_is_close(out: complex, expected: complex, rtol: float, atol: float, equal_nan: bool) -> bool:
    if out == expected:
        return True
    if out != out or expected != expected:
        return equal_nan and out != out and expected != expected
    try:
        return abs(out - expected) <= atol + rtol * abs(expected) < float("inf")
    except OverflowError:  # an int beyond any float
        return False


def _compare_tensors(
    got: Tensor, expected: Tensor, tolerance: Tolerance, name: Name, with_dtype: bool
) -> None:
    __tracebackhide__ = True
    got, expected = got.detach().cpu(), expected.detach().cpu()
    if same_in_all(got, expected) or _is_close_in_all(got, expected, tolerance):
        return
    check_shape(tuple(got.shape), tuple(expected.shape), name)
    same = _agreement(got, expected, tolerance)
    if with_dtype:
        check_dtype(got.dtype, expected.dtype, name, values_remark(same))
    if not bool(same.all()):
        fail_values(got, expected, same, name)


def _is_close_in_all(got: Tensor, expected: Tensor, tolerance: Tolerance) -> bool:
    """Whether two tensors of one shape and common dtype are close: a fast answer for where most checks end.

    False says nothing. (For the few numbers of most tests, NumPy takes a third of torch's time.)
    """
    if got.dtype != expected.dtype or got.shape != expected.shape or got.dtype not in _COMMON:
        return False
    mine, theirs = (tensor.numpy(force=True).astype(np.float64) for tensor in (got, expected))
    sizes = np.abs(theirs)
    largest = float(sizes.max(initial=0.0))
    rtol, atol = tolerance.limits(lambda: largest, _ROWS[got.dtype])
    with np.errstate(over="ignore", invalid="ignore"):
        return largest < float("inf") and bool((np.abs(mine - theirs) <= atol + rtol * sizes).all())


def _agreement(got: Tensor, expected: Tensor, tolerance: Tolerance) -> Tensor:
    """Say of each element whether it is right."""
    exact = equal_elements(got, expected)
    mine, theirs = widened(got), widened(expected)
    defaults = max(_ROWS.get(tensor.dtype, _EXACTLY) for tensor in (got, expected))
    rtol, atol = tolerance.limits(lambda: _largest(theirs), defaults)
    same = exact | ((mine - theirs).abs() <= atol + rtol * theirs.abs()) & mine.isfinite() & theirs.isfinite()
    if rtol == atol == 0.0:
        same = exact  # int64 beyond 2**53 would be rounded above
    return same | (mine.isnan() & theirs.isnan()) if tolerance.equal_nan else same


def _largest(expected: Tensor) -> float:
    """Return the largest finite magnitude, 0 where there is none."""
    finite = expected.abs()[expected.isfinite()]
    return float(finite.max()) if finite.numel() else 0.0
