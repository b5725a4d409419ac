"""Is a value exactly the expected one: the same types all the way down, and the same values?"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from torch import Tensor

from autograder.testing.describe import Name, kind_of, name_of, text_of, text_pair
from autograder.testing.expect.containers import parts, wanted_kind
from autograder.testing.expect.differences import equal_elements, fail_values, same_in_all, values_remark
from autograder.testing.expect.tensors import check_dtype, check_shape, check_tensor, tensor_of
from autograder.testing.expect.types import fail_type
from autograder.testing.failures import fail

_SEARCHED = 100_000  # characters in which the first difference of two texts is looked for
_SEEN_AT_ONCE = 20  # characters


def equal(value: object, expected: object, name: str | None = None) -> None:
    """Check that `value` has exactly the type and value of `expected`, and so have the items inside it.

    Tensors and arrays: dtype, shape and every element. True is not 1, 1 is not 1.0, a list is not a tuple; a
    named tuple passes where a plain tuple is expected. NaN equals nothing.
    """
    __tracebackhide__ = True
    compare_exactly(value, expected, name_of(value, name))


def compare_exactly(value: object, expected: object, name: Name) -> None:
    """Check `value` against `expected`, descending into lists, tuples and dicts."""
    __tracebackhide__ = True
    if isinstance(expected, Tensor):
        _compare_tensors(check_tensor(value, name), expected, name)
    elif isinstance(expected, np.ndarray):
        if not isinstance(value, np.ndarray):
            fail_type(value, "a NumPy array", name)
        _compare_tensors(tensor_of(value), tensor_of(expected), name)
    elif isinstance(expected, list | tuple | dict):
        for part, item, wanted in parts(value, expected, name):
            compare_exactly(item, wanted, part)
    else:
        _compare_plain(value, expected, name)


def _compare_plain(value: object, expected: object, name: Name) -> None:
    __tracebackhide__ = True
    if type(value) is not type(expected) and not _is_float(value, expected):
        fail_type(value, wanted_kind(expected), name)
    if value == expected:
        return
    kind = kind_of(expected).rpartition(" ")[2]
    shown, wanted = text_pair(value, expected)
    fail(
        f"{name.summary} is not the expected {kind}.",
        f"{name.detail} is {shown}, and {wanted} is expected.{_text_difference(value, expected)}",
    )


def _is_float(value: object, expected: object) -> bool:
    # numpy.float64 is a float by inheritance, and so it is a fair answer where a float is asked for.
    return type(expected) is float and isinstance(value, float)


def _text_difference(value: object, expected: object) -> str:
    """Say where two long texts begin to differ."""
    if not isinstance(value, str | bytes) or not isinstance(expected, str | bytes):
        return ""
    pairs = itertools.islice(zip(value, expected, strict=False), _SEARCHED)
    first = next((position for position, (a, b) in enumerate(pairs) if a != b), 0)
    if first < _SEEN_AT_ONCE:
        return ""
    parts = (text_of(text[first : first + _SEEN_AT_ONCE]) for text in (value, expected))
    return f" They differ from position {first:,} on: {' and '.join(parts)}."


def _compare_tensors(got: Tensor, expected: Tensor, name: Name) -> None:
    __tracebackhide__ = True
    got, expected = got.detach().cpu(), expected.detach().cpu()
    if same_in_all(got, expected):
        return
    check_shape(tuple(got.shape), tuple(expected.shape), name)
    same = equal_elements(got, expected)
    check_dtype(got.dtype, expected.dtype, name, values_remark(same))
    if not bool(same.all()):
        fail_values(got, expected, same, name)


def identical(value: object, expected: object) -> bool:
    """Return whether two values are equal all the way down, where NaN equals NaN and types must agree."""
    if isinstance(value, Tensor) and isinstance(expected, Tensor):
        return _identical_tensors(value, expected)
    if isinstance(value, np.ndarray) and isinstance(expected, np.ndarray):
        return _identical_tensors(tensor_of(value), tensor_of(expected))
    if isinstance(value, tuple) and isinstance(expected, tuple):
        return _fields(value) == _fields(expected) and _all_identical(value, expected)
    if type(value) is not type(expected):
        return False
    if isinstance(value, list) and isinstance(expected, list):
        return _all_identical(value, expected)
    if isinstance(value, dict) and isinstance(expected, dict):
        return value.keys() == expected.keys() and all(identical(value[key], expected[key]) for key in value)
    return bool(value == expected) or (value != value and expected != expected)


def _all_identical(values: Sequence[object], expected: Sequence[object]) -> bool:
    return len(values) == len(expected) and all(map(identical, values, expected))


def _fields(value: tuple[object, ...]) -> object:
    return getattr(value, "_fields", None)


def _identical_tensors(a: Tensor, b: Tensor) -> bool:
    if a.dtype != b.dtype or a.shape != b.shape:
        return False
    a, b = a.detach().cpu(), b.detach().cpu()
    return same_in_all(a, b) or bool(((a == b) | ((a != a) & (b != b))).all())
