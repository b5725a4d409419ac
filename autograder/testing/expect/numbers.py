"""Checks of a single Python number."""

from __future__ import annotations

import math

from autograder.testing.describe import Name, name_of, number_pair, number_text
from autograder.testing.expect.types import fail_type
from autograder.testing.failures import fail


def number(
    value: object, low: float | None = None, high: float | None = None, name: str | None = None
) -> float:
    """Check that `value` is a finite Python int or float from `low` to `high`, no bool, and return it."""
    __tracebackhide__ = True
    named = name_of(value, name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        fail_type(value, "a number", named)
    if value != value or value in (math.inf, -math.inf):
        text = f"is {number_text(value)}, and a finite number is expected."
        fail(f"{named.summary} {text}", f"{named.detail} {text}")
    if low is not None and value < low:
        _fail_range(value, low, named, "too small", "at least")
    if high is not None and value > high:
        _fail_range(value, high, named, "too large", "at most")
    return _as_float(value)


def _fail_range(value: float, bound: float, name: Name, problem: str, limit: str) -> None:
    __tracebackhide__ = True
    shown, wanted = number_pair(value, bound)
    fail(f"{name.summary} is {problem}.", f"{name.detail} is {shown}, and {limit} {wanted} is expected.")


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:  # an int beyond any float
        return math.inf if value > 0 else -math.inf
