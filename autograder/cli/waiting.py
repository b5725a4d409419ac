"""A sign of life while something takes seconds."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from autograder.exhibits import Curves
from autograder.render.consoles import open_console

if TYPE_CHECKING:
    from rich.status import Status


@contextlib.contextmanager
def waiting(what: str, *, silent: bool) -> Iterator[None]:
    """Show on a terminal that something is being done."""
    with _status(open_console(stderr=True), what, silent=silent):
        yield


@contextlib.contextmanager
def grading(what: str, look: Callable[[], Curves | None], *, silent: bool) -> Iterator[None]:
    """Show on a terminal that something is being graded, and how a training goes in it.

    `look` is asked now and then, on a thread of its own.
    """
    console = open_console(stderr=True)
    with _status(console, what, silent=silent) as status:
        if status is None:
            yield
            return
        from autograder.render import sparklines
        from autograder.watching.training import following

        room = console.width - len("- ") - len(what) - len("  ")

        def told(curves: Curves) -> None:
            status.update(Text.assemble(what, "  ", sparklines.curves(curves, console, room=room)))

        with following(look, told):
            yield


@contextlib.contextmanager
def _status(console: Console, what: str, *, silent: bool) -> Iterator[Status | None]:
    if silent or not console.is_terminal or console.is_dumb_terminal:
        yield None
        return
    with console.status(what, spinner="line") as status:  # which every encoding has
        yield status
