"""`grade all --watch`: lines on a terminal about a class that is graded as it hands in."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console

from autograder.cli import leaderboard, names
from autograder.course import Course
from autograder.errors import UsageError
from autograder.render.classroom import show_arrival, show_places_of
from autograder.render.consoles import open_console, paragraph
from autograder.report_row import ReportRow
from autograder.text import plain

if TYPE_CHECKING:
    from autograder.watching.class_watch import Watched


def watch_until_stopped(load: Callable[[], Course], watched: Watched) -> None:
    """Grade a class as it hands in until Ctrl-C, and then say what was done."""
    from autograder.watching.class_watch import watch_class

    console = open_console()
    listener = _Lines(console, watched)
    listener.said(f"Watching {names.shortest(watched.folder)}. Ctrl-C ends it; what is graded is kept.")
    with _stopped_by_kill():
        done = watch_class(load, watched, listener)
    failed = f", {done.failed} could not be graded" if done.failed else ""
    paragraph(console, f"Stopped. {done.graded} graded{failed}.")
    show_places_of(done, console, names.shortest)


def refuse(**others: bool) -> None:
    """Raise `UsageError` where --watch is given together with what makes no sense with it."""
    said = [f"--{name.replace('_', '-')}" for name, given in others.items() if given]
    if said:
        raise UsageError(f"--watch does not go with {' and '.join(said)}: leave one of them out.")


@contextlib.contextmanager
def _stopped_by_kill() -> Iterator[None]:
    """Have SIGTERM do in the block what Ctrl-C does: service managers and `docker stop` send it."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Lines:
    """A line for each thing that happens."""

    def __init__(self, console: Console, watched: Watched) -> None:
        self._console, self._watched = console, watched

    def finished(self, row: ReportRow) -> None:
        show_arrival(self._console, row, datetime.now())

    def said(self, text: str) -> None:
        paragraph(self._console, plain(text, 500), style="yellow")

    def recorded(self, rows: Sequence[ReportRow]) -> None:
        if self._watched.full:
            leaderboard.keep(self._watched.out, rows)
