"""Checks of memory: was an input changed, do two tensors share their elements?

What counts is what the worker holds after something was written there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograder.errors import InternalError
from autograder.testing.describe import describe, is_handle, name_of
from autograder.testing.expect.exact import identical
from autograder.testing.failures import fail

if TYPE_CHECKING:
    from autograder.worker.submission import Handle, Submission


def unmodified(submission: Submission, kept: object, original: object, name: str = "x") -> None:
    """Check that `kept` still holds `original`: type, shape, dtype and values; NaN counts as equal.

    `kept` is a handle, or the value that `submission.observe` returned.
    """
    __tracebackhide__ = True
    now = submission.value(kept) if is_handle(kept) else kept
    # What has not changed is not sent back: then it is the original itself.
    if now is not original and not identical(now, original):
        fail(
            f"Your code changes its input {name}, which its caller may still need. Use operations that make "
            "new tensors (`x = x + 1`, not `x += 1`), or work on a copy."
        )


def same_storage(submission: Submission, a: Handle, b: Handle, name: str | None = None) -> None:
    """Check that writing to `a` (the result) shows in `b` (the input). Overwrites what `a` holds."""
    __tracebackhide__ = True
    named = name_of(a, name)
    if not _shares(submission, a, b):
        text = "should share its memory with the input, but writing to one does not change the other."
        fail(f"{named.summary} {text}", f"{named.detail} {text}")


def different_storage(submission: Submission, a: Handle, b: Handle, name: str | None = None) -> None:
    """Check that writing to `a` (the result) does not show in `b` (the input). Overwrites what `a` holds."""
    __tracebackhide__ = True
    named = name_of(a, name)
    if _shares(submission, a, b):
        text = "should be a copy, but it shares its memory with the input: writing to one changes the other."
        fail(f"{named.summary} {text}", f"{named.detail} {text}")


def _shares(submission: Submission, a: Handle, b: Handle) -> bool:
    """Fill `a` with 0, then with 1: if `b` looks different after each, they share, whatever the dtype."""
    for handle in (a, b):
        if not is_handle(handle):
            raise InternalError(
                f"submission.keep and .call give what this check takes, not {describe(handle)}"
            )
    last_call = submission.last_call
    seen = []
    for value in (0, 1):
        submission.lab.fill(a, value)
        seen.append(submission.value(b))
    submission.last_call = last_call  # messages name the learner's call, not ours
    return not identical(seen[0], seen[1])
