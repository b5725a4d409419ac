"""What `grade author` found out about a course's exercises, on a terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from autograder.authoring.rows import Check
from autograder.authoring.stubs import BuiltStub, StubState
from autograder.course import Exercise
from autograder.render.consoles import Advice, hanging, paragraph, show_advice, symbols
from autograder.text import plain

if TYPE_CHECKING:
    from autograder.authoring.verify import Progress, Verified

LIMIT = 1_000  # characters of what was found


def show_stubs(built: Sequence[BuiltStub], console: Console, shown: Callable[[Path], str]) -> None:
    """Print the state of each stub; `shown` gives a path as its reader would write it."""
    for stub in built:
        _line(
            console,
            stub.state is not StubState.STALE and stub.state is not StubState.MISSING,
            _told(stub, shown),
        )


def show_new(
    exercise: Exercise, written: Sequence[Path], console: Console, shown: Callable[[Path], str]
) -> None:
    """Print the files of a new exercise, and what its author does with them."""
    for path in written:
        _line(console, True, shown(path))
    paragraph(
        console,
        "Each holds a small example. Replace it, solution first; add alternatives and misconceptions until "
        "there are enough.",
    )
    show_advice(
        console,
        Advice("After each change of the solution, make the stub:", f"grade author build {exercise.id}"),
    )
    show_advice(
        console, Advice("Then see what is still missing:", f"grade author verify {exercise.id} --mutants")
    )


@contextlib.contextmanager
def progress(console: Console) -> Iterator[Progress]:
    """Give what is to be called with what is being graded, how much of it is done, and of how much.

    On a terminal that is a bar with the time left, elsewhere nothing.
    """
    if not console.is_terminal or console.is_dumb_terminal:
        yield lambda what, done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    # It is drawn here and not by a thread, which would be alive while grader processes are forked.
    with Bar(*columns, console=console, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("Starting", total=None)

        def show(what: str, done: int, total: int) -> None:
            if done == 0:
                bar.reset(task, description=what, total=total)
            bar.update(task, completed=done, refresh=True)

        yield show


def show_verified(found: Sequence[Verified], console: Console, *, everything: bool = False) -> None:
    """Print what does not hold, for each exercise how much holds, and the sum; or `everything`."""
    for one in found:
        broken = [row for row in one.rows if not row.ok]
        said = f"{len(one.rows)} checks hold"
        if broken:
            said = f"{len(broken)} of {len(one.rows)} checks do not hold"
        console.print(Text.assemble((one.exercise, "bold"), f": {said}"))
        for row in one.rows:
            if everything or not row.ok or row.check is Check.MUTANTS:
                _line(console, row.ok, f"{row.check.value}, {row.subject}: {row.message}", indent=2)
    total = sum(len(one.rows) for one in found)
    bad = sum(not row.ok for one in found for row in one.rows)
    if bad:
        paragraph(console, f"{bad} of {total} checks do not hold.", "red")
    else:
        paragraph(console, f"All {total} checks hold.", "green")


def _line(console: Console, fine: bool, text: str, *, indent: int = 0) -> None:
    marks = symbols(console)
    mark, colour = (marks.passed, "green") if fine else (marks.failed, "red")
    prefix = Text.assemble(" " * indent, (mark.ljust(len(marks.passed)), colour), " ")
    hanging(console, prefix, Text(plain(text, LIMIT, lines=True)))


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
