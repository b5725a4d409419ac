"""What `grade author` found out about a course's exercises, on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.text import Text

from autograder.authoring.rows import Row
from autograder.authoring.stubs import BuiltStub, StubState
from autograder.render.consoles import hanging, paragraph, symbols
from autograder.text import plain

LIMIT = 1_000  # characters of what was found


def show_stubs(built: Sequence[BuiltStub], console: Console, shown: Callable[[Path], str]) -> None:
    """Print the state of each stub; `shown` gives a path as its reader would write it."""
    for stub in built:
        _line(
            console,
            stub.state is not StubState.STALE and stub.state is not StubState.MISSING,
            _told(stub, shown),
        )


def show_rows(rows: Sequence[Row], console: Console, *, everything: bool = False) -> None:
    """Print what does not hold, for each exercise how much holds, and the sum; or `everything`."""
    for exercise, group in groupby(rows, key=lambda row: row.exercise):
        own = list(group)
        broken = [row for row in own if not row.ok]
        said = f"{len(own)} checks hold" if not broken else f"{len(broken)} of {len(own)} checks do not hold"
        console.print(Text.assemble((exercise, "bold"), f": {said}"))
        for row in own if everything else broken:
            _line(console, row.ok, f"{row.check.value}, {row.subject}: {row.message}", indent=2)
    bad = sum(not row.ok for row in rows)
    if bad:
        paragraph(console, f"{bad} of {len(rows)} checks do not hold.", "red")
    else:
        paragraph(console, f"All {len(rows)} checks hold.", "green")


def _line(console: Console, fine: bool, text: str, *, indent: int = 0) -> None:
    marks = symbols(console)
    mark, colour = (marks.passed, "green") if fine else (marks.failed, "red")
    prefix = Text.assemble(" " * indent, (mark.ljust(len(marks.passed)), colour), " ")
    hanging(console, prefix, Text(plain(text, LIMIT)))


def _told(stub: BuiltStub, shown: Callable[[Path], str]) -> str:
    place = shown(stub.path)
    match stub.state:
        case StubState.CURRENT:
            return f"{place} is current"
        case StubState.WRITTEN:
            return (
                f"{place} was written: {stub.added} lines new, {stub.removed} gone, from line {stub.where} on"
            )
        case StubState.STALE:
            return (
                f"{place} is stale: {stub.added} lines are missing and {stub.removed} too many, "
                f"from line {stub.where} on; run `grade author build {stub.exercise}`"
            )
        case StubState.MISSING:
            return f"{place} is missing; run `grade author build {stub.exercise}`"
