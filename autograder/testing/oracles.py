"""Oracles: the functions of a suite that work out right answers, which a released test must not show.

In grading, an oracle is a function like any other. For learners who run a public test themselves, `grade
release` works its answers out once, on inputs that are the same for everybody, and ships the answers in place
of the function's body.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Script(Protocol):
    """Stands between a test and its oracles."""

    def answer(self, test: str, oracle: str, compute: Callable[[], object]) -> object:
        """Return what an oracle answers the next time that a test asks it."""


_current: ContextVar[tuple[Script, str] | None] = ContextVar("script", default=None)  # with the test's name


def oracle(function: Callable[P, T]) -> Callable[P, T]:
    """Mark a function of a suite that works out right answers.

    What it gets must not depend on what the learner's code returns, and what it gives must be plain data:
    tensors, numbers, text, and containers of these. A generator is run as far as the test asks, and to its
    end for a release: the place for what is expensive and seldom needed. The fixture `reference` may be one
    of its arguments.
    """

    @functools.wraps(function)
    def answered(*args: P.args, **kwargs: P.kwargs) -> T:
        current = _current.get()
        if current is None:
            return function(*args, **kwargs)
        script, test = current
        found = script.answer(test, function.__name__, functools.partial(function, *args, **kwargs))
        return found  # type: ignore[return-value]  # what the function gave when it was recorded

    return answered


@contextlib.contextmanager
def scripted(script: Script | None, test: str) -> Iterator[None]:
    """Have the oracles that a test asks in this block answer as the script says; None: by themselves."""
    token = _current.set(None if script is None else (script, test))
    try:
        yield
    finally:
        _current.reset(token)
