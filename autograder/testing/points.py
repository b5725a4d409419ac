"""The mark that makes a function of a suite a test worth points."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

from autograder.errors import InternalError

_ATTRIBUTE = "_torchgrade_worth"
_TITLE_LIMIT = 100  # characters; a title is one line of a table

Device = Literal["simulated", "none"]
Test = TypeVar("Test", bound=Callable[..., None])


@dataclass(frozen=True, slots=True)
class Worth:
    """What a test is worth, and how it is shown."""

    points: float
    title: str  # what the learner reads: "keeps the batch dimension"
    public: bool  # the learner sees inputs and expected values of a public test
    seconds: float | None  # a limit of its own, in seconds of wall time
    device: Device | None = None  # the accelerator that the learner's code finds; None is the machine's


def points(
    value: float,
    title: str,
    *,
    public: bool = False,
    seconds: float | None = None,
    device: Device | None = None,
) -> Callable[[Test], Test]:
    """Give a test its points, the title that learners read, and optionally a time limit of its own.

    With `device="simulated"` the learner's code finds one GPU, with "none" it finds none.

    Raises `InternalError` where the suite is imported, if the mark is used wrongly.
    """
    _check_number(value, "the points")
    if seconds is not None:
        _check_number(seconds, "seconds")
    if (
        not isinstance(title, str)
        or not title.strip()
        or len(title) > _TITLE_LIMIT
        or not title.isprintable()
    ):
        raise InternalError(
            f"points({value!r}, ...): the title must be one line of 1 to {_TITLE_LIMIT} characters"
        )
    if not isinstance(public, bool):
        raise InternalError(f"points({value!r}, {title!r}): public must be True or False, not {public!r}")
    if device not in (None, *get_args(Device)):
        raise InternalError(
            f'points({value!r}, {title!r}): device must be "simulated" or "none", not {device!r}'
        )
    worth = Worth(float(value), title, public, None if seconds is None else float(seconds), device)

    def mark(test: Test) -> Test:
        _check_test(test, title)
        setattr(test, _ATTRIBUTE, worth)
        return test

    return mark


def worth_of(function: object) -> Worth | None:
    """Return what `points` gave to this function, or None."""
    worth = getattr(function, _ATTRIBUTE, None)
    return worth if isinstance(worth, Worth) else None


def _check_number(value: Any, what: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InternalError(
            f"points: {what} must be a number, not {value!r}: write @points(2, 'what it checks')"
        )
    if not (math.isfinite(value) and value > 0):
        raise InternalError(f"points: {what} must be a finite number above 0, not {value!r}")


def _check_test(test: object, title: str) -> None:
    if not inspect.isfunction(test):
        raise InternalError(
            f"points(..., {title!r}) marks {test!r}, which is not a function: put it on a test"
        )
    if not test.__name__.startswith("test_"):
        raise InternalError(
            f"points(..., {title!r}): {test.__name__} would never run: call it test_{test.__name__}"
        )
    if worth_of(test) is not None:
        raise InternalError(
            f"points(..., {title!r}): {test.__name__} has points already: keep one of the marks"
        )
