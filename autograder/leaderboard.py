"""The leaderboard: what exercises measured on the whole data set, a row for each learner and exercise.

A suite records an accuracy with its fixture `record`; `grade check --full` and `grade all --full` take it
from the report. The rows are kept as a table in the folder of results, leaderboard.csv, which may be deleted
at any time.
"""

from __future__ import annotations

import contextlib
import csv
import io
import math
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec

from autograder.gradebook.exporters.csv import FORMULA_STARTS, write_table_csv
from autograder.report import Report
from autograder.report_row import ReportRow

FILE_NAME = "leaderboard.csv"
YOU = "you"  # who is graded by `grade check`
MAX_BYTES = 1 << 20  # of the file; a row has about 60


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """The best result of one learner in one exercise."""

    exercise: str
    learner: str
    accuracy: float  # share of the held-out images that were recognized
    seconds: float  # of training, by the grader's clock
    parameters: int  # of the model, as the learner's process counts them
    date: date


HEADER = tuple(Row.__struct_fields__)


def row_of(report: Report | ReportRow, today: date) -> Row | None:
    """Return a report's row, or None where no accuracy was recorded."""
    figures = report.figures
    if "accuracy" not in figures:
        return None
    return Row(
        exercise=report.exercise,
        learner=report.learner or YOU,
        accuracy=round(figures["accuracy"], 4),
        seconds=round(figures.get("seconds", 0.0), 1),
        parameters=int(figures.get("parameters", 0)),
        date=today,
    )


def ranked(rows: Iterable[Row]) -> list[Row]:
    """Return rows by exercise, the best first: the higher accuracy, then the shorter training."""
    return sorted(rows, key=lambda row: (row.exercise, -row.accuracy, row.seconds, row.learner))


def read(path: Path) -> list[Row]:
    """Return the rows of a table, the best first; lines that are none are left out."""
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return []
    found = []
    for cells in csv.DictReader(io.StringIO(text, newline="")):
        with contextlib.suppress(msgspec.ValidationError, TypeError):
            row = msgspec.convert(
                {name: _without_quote(cells[name] or "") for name in HEADER if name in cells},
                Row,
                strict=False,
            )
            if math.isfinite(row.accuracy) and math.isfinite(row.seconds):
                found.append(row)
    return ranked(found)


def note(path: Path, rows: Iterable[Row]) -> list[Row]:
    """Put rows into a table, where each learner's best of an exercise stays; return the whole table.

    Raises `HostError` where it cannot be written.
    """
    best: dict[tuple[str, str], Row] = {}
    for row in ranked([*read(path), *rows]):
        best.setdefault((row.exercise, row.learner), row)
    table = ranked(best.values())
    cells = [[getattr(row, name) for name in HEADER[:-1]] + [row.date.isoformat()] for row in table]
    write_table_csv(path, [HEADER, *cells])
    return table


def _without_quote(cell: str) -> str:
    """Undo what `write_table_csv` does to a text that a spreadsheet would take for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell
