"""Checks of a function on many cases, which travel in one request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from torch import Tensor

from autograder.testing.expect.closeness import close
from autograder.testing.expect.exact import equal
from autograder.testing.expect.memory import unmodified

if TYPE_CHECKING:
    from autograder.worker.submission import Handle, Submission

Case = tuple[Sequence[Any], Any, str]  # arguments, expected answer, name for messages


def answers(
    submission: Submission, function: str | Handle, cases: Iterable[Case], **tolerance: float | None
) -> None:
    """Check a function's answer to each case, and that the tensors among its arguments are left alone.

    A case is (arguments, expected answer, name). With `rtol` or `atol`, answers are compared by `close`, else
    by `equal`.
    """
    __tracebackhide__ = True
    cases = list(cases)
    observed = submission.observe_each(function, [arguments for arguments, _, _ in cases])
    for (out, afterwards), (arguments, expected, name) in zip(observed, cases, strict=True):
        if tolerance:
            close(out, expected, name=name, **tolerance)  # type: ignore[arg-type]
        else:
            equal(out, expected, name=name)
        for now, item in zip(afterwards, arguments, strict=True):
            if isinstance(item, Tensor):
                unmodified(submission, now, item, name="tensor")
