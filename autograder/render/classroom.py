"""A class on a terminal: how far grading is, and then every learner's score in every exercise."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from autograder.render.consoles import paragraph, symbols
from autograder.report import Report, Status, plain_number
from autograder.text import plain

NAME_CELLS = 24  # at most, of a learner's name in the table
_STATES = {Status.ERROR: "!", Status.TIMEOUT: "T", Status.CRASHED: "C"}
_MEANINGS = {"!": "raised an error", "T": "took too long", "C": "crashed", "-": "not started"}

Progress = Callable[[Report, int, int], None]


@contextlib.contextmanager
def progress(console: Console) -> Iterator[Progress]:
    """Give what is to be called with each report, how many there are by now, and how many there will be.

    On a terminal that is a bar with the time left, elsewhere a line a report.
    """
    if not console.is_terminal or console.is_dumb_terminal:
        yield lambda report, done, total: _show_line(console, report, done, total)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Grading", total=None)
        yield lambda report, done, total: bar.update(
            task, completed=done, total=total, description=f"{_name(report.learner)} {report.exercise}"
        )


def show_class(reports: Sequence[Report], console: Console) -> None:
    """Print a table, a row a learner and a column an exercise, in as many parts as the width asks for."""
    if not reports:
        paragraph(console, "Nothing was graded.")
        return
    table = {(report.learner, report.exercise): report for report in reports}
    learners = list(dict.fromkeys(report.learner for report in reports))
    exercises = sorted({report.exercise for report in reports})
    cells = {key: _cell(report, console) for key, report in table.items()}
    totals = {learner: _total(learner, reports) for learner in learners}
    first = max(cell_len(_name(learner)) for learner in [*learners, "learner"])
    width = max(cell.cell_len for cell in [*cells.values(), *map(Text, [*exercises, *totals.values(), "total"])])
    fit = max((console.width - first) // (width + 2), 2) - 1  # one column is the total
    for start in range(0, len(exercises), fit):
        part = exercises[start : start + fit]
        last = start + fit >= len(exercises)
        _show_row(console, first, width, Text("learner"), [*map(Text, part), Text("total")][: None if last else -1], "bold")
        for learner in learners:
            row = [cells.get((learner, exercise), Text()) for exercise in part]
            _show_row(console, first, width, Text(_name(learner)), [*row, Text(totals[learner])] if last else row)
        console.print()
    _show_legend(cells.values(), console)


def _show_row(
    console: Console, first: int, width: int, name: Text, cells: Sequence[Text], style: str = ""
) -> None:
    line = Text(set_cell_size(name.plain, first), style)
    for cell in cells:
        line += Text(" " * (2 + width - cell.cell_len)) + cell
    line.stylize(style)
    line.rstrip()
    console.print(line, soft_wrap=True)


def _cell(report: Report, console: Console) -> Text:
    if report.status is Status.NOT_STARTED:
        return Text("-", "dim")
    score = str(plain_number(report.score))
    if report.full_marks:
        return Text(f"{score}{_full(console)}", "green")
    return Text(score + _STATES.get(report.status, ""), "" if report.score else "red")


def _full(console: Console) -> str:
    mark = symbols(console).passed
    return mark if len(mark) == 1 else "*"


def _show_legend(cells: Sequence[Text] | object, console: Console) -> None:
    shown = {cell.plain[-1] for cell in cells if cell.plain}  # type: ignore[attr-defined]
    meanings = {_full(console): "full marks", **_MEANINGS}
    said = [f"{mark} {meaning}" for mark, meaning in meanings.items() if mark in shown]
    if said:
        paragraph(console, "   ".join(said), style="dim")


def _total(learner: str, reports: Sequence[Report]) -> str:
    return str(plain_number(sum(report.score for report in reports if report.learner == learner)))


def _show_line(console: Console, report: Report, done: int, total: int) -> None:
    score = f"{plain_number(report.score)}/{plain_number(report.max_score)}"
    console.print(
        Text(f"{done}/{total} {_name(report.learner)} {report.exercise} {score} {report.status.value}"), soft_wrap=True
    )


def _name(learner: str) -> str:
    shown = plain(learner, 200)
    return shown if cell_len(shown) <= NAME_CELLS else set_cell_size(shown, NAME_CELLS - 3) + "..."
