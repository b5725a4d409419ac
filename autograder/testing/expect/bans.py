"""Checks of how an answer was made: which functions were called, which names the source uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograder.testing.failures import fail
from autograder.text import plain

if TYPE_CHECKING:
    from autograder.worker.submission import Submission, WatchedCalls

_SHOWN = 3  # lines of the learner's source named in one failure


def called(calls: WatchedCalls, *names: str, because: str = "") -> None:
    """Check that one of these torch functions ("relu", "Tensor.backward") ran while `calls` was watching."""
    __tracebackhide__ = True
    if not any(calls.count(name) for name in names):
        fail(f"{' or '.join(names)} should be called, and is not.{_reason(because)}")


def not_called(calls: WatchedCalls, *names: str, because: str = "") -> None:
    """Check that none of these torch functions ran while `calls` was watching."""
    __tracebackhide__ = True
    found = [name for name in names if calls.count(name)]
    if found:
        verb = "is" if len(found) == 1 else "are"
        fail(f"{' and '.join(found)} {verb} called, which this exercise does not allow.{_reason(because)}")


def not_used(submission: Submission, *dotted: str, because: str = "") -> None:
    """Check that the source neither imports nor names these ("torch.cdist", "scipy", "torch.nn.Conv*").

    See `autograder.testing.syntax` for what counts as a use.
    """
    __tracebackhide__ = True
    syntax = submission.syntax
    if syntax.unreadable:
        fail(f"Your file cannot be searched for names that are not allowed: {syntax.unreadable}.")
    uses = sorted({(line, name) for pattern in dotted for line, name in syntax.found(pattern)})
    if not uses:
        return
    names = ", ".join(plain(name, 80) for name in dict.fromkeys(name for _, name in uses[:_SHOWN]))
    numbers = list(dict.fromkeys(line for line, _ in uses))
    where = f"line{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers[:_SHOWN]))}"
    where += " and more" if len(numbers) > _SHOWN else ""
    if functions := dict.fromkeys(filter(None, map(syntax.function_at, numbers[:_SHOWN]))):
        where += f", in {' and '.join(plain(name, 80) for name in functions)}"
    text = f"Your file uses {names} in {where}, which this exercise does not allow.{_reason(because)}"
    quoted = [f"  {number:>4} | {plain(syntax.line(number).strip(), 120)}" for number in numbers[:_SHOWN]]
    fail(text, "\n".join([text, *quoted]))


def _reason(because: str) -> str:
    return f" Why: {because.rstrip('.')}." if because else ""
