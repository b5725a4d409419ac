"""Checks of what code does besides answering: exceptions, side effects, kinds of objects."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from autograder.errors import InternalError
from autograder.testing.describe import Name, call_name, describe, is_handle, kind_of, name_of
from autograder.testing.expect.types import fail_type
from autograder.testing.failures import fail
from autograder.text import plain

if TYPE_CHECKING:
    from autograder.worker.submission import LearnerError, Submission

ExceptionName = str | type[BaseException]


def that(condition: bool, summary: str, detail: str = "") -> None:
    """Check anything else; hidden tests show `summary`, public ones `detail` (by default the same)."""
    __tracebackhide__ = True
    if not isinstance(condition, bool):
        raise InternalError(f"expect.that takes True or False, not {describe(condition)}: compare explicitly")
    if not condition:
        fail(summary, detail)


def instance(submission: Submission, handle: object, dotted: str, name: str | None = None) -> None:
    """Check that an object in the worker is an instance of a class such as "torch.utils.data.DataLoader"."""
    __tracebackhide__ = True
    named = name_of(handle, name)
    if not is_handle(handle) or not submission.is_instance(handle, dotted):
        fail_type(handle, f"{'an' if dotted[0] in 'aeiou' else 'a'} {dotted}", named)


def raises(
    expected: ExceptionName | tuple[ExceptionName, ...],
    fn: Callable[..., Any],
    *args: Any,
    name: str | None = None,
    message: bool = True,
    **kwargs: Any,
) -> None:
    """Check that fn(*args, **kwargs) raises one of these exceptions, or a subclass, with a message.

    `message` False accepts an exception without a message. Code that is not written yet stays "not started".
    """
    __tracebackhide__ = True
    from autograder.worker.submission import LearnerError, NotStarted

    wanted = [_bare(kind) for kind in (expected if isinstance(expected, tuple) else (expected,))]
    named = name_of(None, name) if name is not None else call_name(fn, args, kwargs)
    try:
        value = fn(*args, **kwargs)
    except NotStarted:
        raise
    except LearnerError as error:
        _check_raised(error, wanted, named, message)
    else:
        _fail_nothing_raised(value, wanted, named)


@contextlib.contextmanager
def global_rng_unchanged(submission: Submission, name: str = "your code") -> Iterator[None]:
    """Check that the calls inside leave the global random states of Python, NumPy and torch as they were."""
    __tracebackhide__ = True
    before = submission.rng_state()
    yield
    if submission.rng_state() != before:
        fail(
            f"{name} changes the global random state. Whoever calls it then draws other random numbers than "
            "without it: use a `torch.Generator` of your own."
        )


def _bare(kind: ExceptionName) -> str:
    return (kind if isinstance(kind, str) else kind.__name__).rpartition(".")[2]


def _check_raised(error: LearnerError, wanted: list[str], name: Name, needs_message: bool) -> None:
    __tracebackhide__ = True
    raised = plain(error.type_name, 80)
    if not any(kind in error.mro for kind in wanted):
        said = plain(error.message, 300)
        where = f" in line {error.line}" if error.line else ""
        text = f"should raise {_either(wanted)} here, but it raises {raised}{where}"
        fail(f"{name.summary} {text}.", f"{name.detail} {text}{said and ': '}{said or '.'}")
    if needs_message and not error.message.strip():
        text = (
            f"raises {raised}, as it should, but without a message: say in it what is wrong with the input."
        )
        fail(f"{name.summary} {text}", f"{name.detail} {text}")


def _fail_nothing_raised(value: object, wanted: list[str], name: Name) -> None:
    __tracebackhide__ = True
    text = f"should raise {_either(wanted)} here, but it returns"
    fail(f"{name.summary} {text} {kind_of(value)}.", f"{name.detail} {text} {describe(value)}.")


def _either(wanted: list[str]) -> str:
    if wanted == ["Exception"]:
        return "an exception"
    return " or ".join(wanted)
