"""The table of docs/mutants.md: an exercise a row, rewritten by `grade author verify --mutants --table`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from autograder.authoring.mutation.survivors import Tally
from autograder.course import Course, Exercise
from autograder.errors import HostError, UsageError

BEGIN, END = "<!-- begin: table of mutants -->", "<!-- end: table of mutants -->"
_HEAD = (
    "| Exercise | Mutants | Killed | Equivalent | Survivors | Kill rate | Seconds |",
    "|---|--:|--:|--:|--:|--:|--:|",
)
_ROW = re.compile(r"\| (ex[0-9]{2}) .*")


def check(path: Path) -> None:
    """Raise `UsageError` unless this is a document with a table to rewrite: better now than minutes later."""
    _parts(_read(path), path)


def rewrite(path: Path, course: Course, tallies: Mapping[str, Tally]) -> None:
    """Put new rows for these exercises, by id, into a document; those of the course's others stay."""
    before, old, after = _parts(_read(path), path)
    rows = {found[1]: line for line in old.splitlines() if (found := _ROW.match(line))}
    rows |= {one.id: _row(one, tallies[one.id]) for one in course.exercises if one.id in tallies}
    table = [*_HEAD, *(rows[one.id] for one in course.exercises if one.id in rows)]
    lines = "\n".join(["", "", *table, "", ""])
    try:
        path.write_text(f"{before}{BEGIN}{lines}{END}{after}", encoding="utf-8")
    except OSError as error:
        raise HostError(f"{path} cannot be written: {error.strerror}.") from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--table {path}: this file cannot be read: {error}") from error


def _parts(text: str, path: Path) -> tuple[str, str, str]:
    before, begin, rest = text.partition(BEGIN)
    table, end, after = rest.partition(END)
    if not (begin and end):
        raise UsageError(f'--table {path}: put two lines into it, "{BEGIN}" and "{END}"')
    return before, table, after


def _row(exercise: Exercise, tally: Tally) -> str:
    cells = (
        f"{exercise.id} {exercise.title}".replace("|", "\\|"),
        len(tally.outcomes),
        tally.killed,
        tally.equivalent,
        len(tally.survivors),
        f"{tally.rate:.1%}",
        f"{tally.seconds:.0f}",
    )
    return f"| {' | '.join(map(str, cells))} |"
