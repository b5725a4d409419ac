"""Checks of memory: was an input changed, do two tensors share their elements?

Only what the worker says after something was written counts: code can claim to share memory, but not show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograder.errors import InternalError
from autograder.testing.describe import describe, is_handle
from autograder.testing.expect.exact import identical
from autograder.testing.failures import fail

if TYPE_CHECKING:
    from autograder.worker.submission import Handle, Submission


def unmodified(submission: Submission, kept: Handle, original: object, name: str = "x") -> None:
    """Check that what `kept` holds still is `original`, to the bit; NaN counts as unchanged."""
    __tracebackhide__ = True
    if not identical(submission.value(kept), original):
        text = f"Your code changes its input {name}. Whoever called it still needs that: work on a copy"
        fail(f"{text}, or use operations that do not end in an underscore.")


def same_storage(submission: Submission, a: Handle, b: Handle, name: str = "the result") -> None:
    """Check that writing to `a` shows in `b`. Overwrites what `a` holds."""
    __tracebackhide__ = True
    if not _shares(submission, a, b):
        fail(f"{name} should share its memory with the input, without copying it, but it is a copy.")


def different_storage(submission: Submission, a: Handle, b: Handle, name: str = "the result") -> None:
    """Check that writing to `a` does not show in `b`. Overwrites what `a` holds."""
    __tracebackhide__ = True
    if _shares(submission, a, b):
        fail(
            f"{name} shares its memory with the input: writing to one changes the other. A copy is expected."
        )


def _shares(submission: Submission, a: Handle, b: Handle) -> bool:
    """Fill `a` with 0, then with 1; whether `b` looks different after each says it all, for every dtype."""
    for handle in (a, b):
        if not is_handle(handle):
            raise InternalError(
                f"this check takes handles (submission.keep, submission.call), not {describe(handle)}"
            )
    seen = []
    for value in (0, 1):
        submission.lab.fill(a, value)
        seen.append(submission.value(b))
    return not identical(seen[0], seen[1])
