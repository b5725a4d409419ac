"""Grades as comma-separated values, whole or not at all, and harmless to the spreadsheet that opens them."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from autograder import atomic
from autograder.errors import HostError
from autograder.gradebook.values import storable
from autograder.report import plain_number

# What makes a spreadsheet take a cell for a formula. In some locales the four wide forms do as well.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Graded(Protocol):
    """What a row needs: a `Report` has it, and a `Score` of the gradebook."""

    @property
    def learner(self) -> str: ...
    @property
    def exercise(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def max_score(self) -> float: ...
    @property
    def status(self) -> str: ...


def write_grades_csv(path: Path, grades: Iterable[Graded]) -> None:
    """Write a row for each learner and exercise: learner, exercise, score, max_score, status."""
    rows: list[list[str | float]] = [["learner", "exercise", "score", "max_score", "status"]]
    for grade in grades:
        points = (plain_number(grade.score), plain_number(grade.max_score))
        rows.append([_text(grade.learner), _text(grade.exercise), *points, str(grade.status)])
    _write(path, rows)


def write_totals_csv(path: Path, grades: Iterable[Graded]) -> None:
    """Write a row for each learner: the score of each exercise, empty where there is none, and the total.

    Of several grades for one learner and exercise the last one counts.
    """
    scores = {(grade.learner, grade.exercise): grade.score for grade in grades}
    exercises = sorted({exercise for _, exercise in scores})
    rows: list[list[str | float]] = [["learner", *map(_text, exercises), "total"]]
    for learner in sorted({learner for learner, _ in scores}):
        own = [scores.get((learner, exercise)) for exercise in exercises]
        cells = ["" if score is None else plain_number(score) for score in own]
        total = plain_number(sum(score for score in own if score is not None))
        rows.append([_text(learner), *cells, total])
    _write(path, rows)


def write_table_csv(path: Path, rows: Iterable[Sequence[str | float]]) -> None:
    """Write rows of texts and numbers, the first of which is the header."""
    _write(path, [[_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows])


def _text(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula; it then takes the cell for text."""
    safe = storable(text)
    return f"'{safe}" if safe.startswith(FORMULA_STARTS) else safe


def _write(path: Path, rows: Sequence[Sequence[str | float]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    try:
        _put(path, text.getvalue().encode())
    except OSError as error:
        trouble = atomic.trouble(error, "Name a file in a folder of yours")
        raise HostError(f"{path} cannot be written {trouble}") from error


def _put(path: Path, data: bytes) -> None:
    if path.exists() and not path.is_file() and not path.is_dir():
        path.write_bytes(data)  # a device or a pipe, such as /dev/stdout, must not be replaced by a file
    else:
        atomic.write(Path(os.path.realpath(path)), data)
