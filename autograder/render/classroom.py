"""A class on a terminal: how far grading is, and then every learner's score in every exercise."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from autograder.render.consoles import hanging, paragraph, symbols
from autograder.report import Status, plain_number
from autograder.report_row import ReportRow
from autograder.text import plain

if TYPE_CHECKING:
    from autograder.batch.forecast import Forecast
    from autograder.batch.run import ClassOutcome
    from autograder.batch.tally import Step

BAR_CELLS = 56  # at most, of the bar while a class is graded
NAME_CELLS = 24  # at most, of a learner's name in the table
_STATES = {Status.ERROR: "!", Status.TIMEOUT: "T", Status.CRASHED: "C"}
_MEANINGS = {"!": "raised an error", "T": "took too long", "C": "crashed", "-": "not started"}
_SUSPECT = "?"
_NAMES = 10  # of learners, at most, in a line
_SUSPICIONS = 20  # at most, that are written out below the table


@contextlib.contextmanager
def progress(console: Console) -> Iterator[Callable[[Step], None]]:
    """Give what is to be called with each step of a run.

    On a terminal that is a small table which is drawn anew, elsewhere a line a report.
    """
    if not console.is_terminal or console.is_dumb_terminal:
        yield lambda step: _show_line(console, step)
        return
    from rich.live import Live

    waiting = Text("Starting the graders ...", no_wrap=True)
    # It is drawn here and not by a thread, which would be alive while grader processes are forked.
    with Live(
        waiting,
        console=console,
        transient=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as live:
        latest = ""

        def show(step: Step) -> None:
            nonlocal latest
            if (row := step.finished) is not None:
                latest = f"{_name(row.learner)} {row.exercise} {_score(row)}"
            live.update(_standing(step, latest, console), refresh=True)

        live.refresh()
        yield show


def _standing(step: Step, latest: str, console: Console) -> Text:
    """Return a table of one row, a bar, and what was finished last."""
    columns = {
        "done": f"{step.done} of {step.total}".ljust(len(f"{step.total} of {step.total}")),
        "running": str(step.running),
        "failed": str(step.failed),
        "a second": "-" if step.a_second is None else f"{step.a_second:.1f}",
        "time left": _duration(step.seconds_left),
    }
    widths = [max(len(name), len(value)) + 3 for name, value in columns.items()]
    heads = "".join(map(str.ljust, columns, widths))
    values = "".join(map(str.ljust, columns.values(), widths))
    signs, cells = symbols(console), min(max(console.width - 2, 1), BAR_CELLS)
    filled = cells * step.done // max(step.total, 1)
    bar = signs.done * filled + signs.left * (cells - filled)
    return Text("\n", no_wrap=True, overflow="crop").join(
        [
            Text(heads.rstrip(), "dim"),
            Text(values.rstrip(), "red" if step.failed else ""),
            Text(bar),
            Text(latest),
        ]
    )


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def show_class(graded: Sequence[ReportRow], console: Console) -> None:
    """Print a table, a row a learner and a column an exercise, in as many parts as the width asks for."""
    if not graded:
        paragraph(console, "Nothing was graded.")
        return
    rows = _table(graded, console)
    first = max(cell.cell_len for cell, *_ in rows)
    width = 2 + max(cell.cell_len for _, *cells in rows for cell in cells)
    fit = max((console.width - first) // width, 1)
    for start in range(1, len(rows[0]), fit):
        for row in rows:
            _show_row(console, row[0], row[start : start + fit], first, width)
        console.print()
    _show_legend(rows, console)
    _show_suspicions([one for one in graded if one.tampering], console)


def _show_suspicions(suspects: Sequence[ReportRow], console: Console) -> None:
    for row in suspects[:_SUSPICIONS]:
        signs = "; ".join(f"{sign} ({count})" for sign, count in row.tampering.items())
        said = f"{_name(row.learner)}, {row.exercise}: {plain(signs, 300)}"
        paragraph(console, said, style="yellow")
    if len(suspects) > _SUSPICIONS:
        more = len(suspects) - _SUSPICIONS
        paragraph(console, f"{more} more: see `tampering` in the report files.", style="yellow")


def show_forecast(found: Forecast, console: Console) -> None:
    """Print what a run would grade, a line an exercise, and what it would not."""
    learners: dict[str, list[str]] = {}
    for job in found.to_grade:
        learners.setdefault(job.exercise.id, []).append(_name(job.learner))
    if not learners:
        paragraph(console, "There is nothing to grade.")
    for exercise, names in sorted(learners.items()):
        more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
        paragraph(console, f"{exercise}: {len(names)} to grade ({', '.join(names[:_NAMES])}{more})")
    for note in found.notes:
        paragraph(console, plain(note, 500), style="yellow")


def show_places(outcome: ClassOutcome, console: Console, shown: Callable[[Path], str]) -> None:
    """Print where the results are, and what else there is to say; `shown` makes a path short."""
    for note in outcome.notes:
        paragraph(console, plain(note, 500), style="yellow")
    for failure in outcome.failures:
        paragraph(console, plain(str(failure), 500), style="red")
    show_places_of(outcome, console, shown)


class Places(Protocol):
    """Where results are."""

    @property
    def out(self) -> Path: ...
    @property
    def csv(self) -> Path: ...
    @property
    def gradebook(self) -> str: ...


def show_places_of(outcome: Places, console: Console, shown: Callable[[Path], str]) -> None:
    """Print where the results are."""
    places = {"results": shown(outcome.out), "scores": shown(outcome.csv), "gradebook": outcome.gradebook}
    for name, place in places.items():
        if place:
            hanging(console, Text(f"{name}: ".ljust(11)), Text(plain(place, 400)))


def show_arrival(console: Console, row: ReportRow, when: datetime) -> None:
    """Print a line about a submission that was graded as it arrived."""
    line = f"{when:%H:%M:%S} {_name(row.learner)} {row.exercise} {_score(row)} {_state(row)}"
    console.print(Text(line), soft_wrap=True)


def _state(row: ReportRow) -> str:
    return row.status.value.replace("_", " ")


def _table(graded: Sequence[ReportRow], console: Console) -> list[list[Text]]:
    cells = {(one.learner, one.exercise): _cell(one, console) for one in graded}
    totals: dict[str, float] = {}
    for one in graded:
        totals[one.learner] = totals.get(one.learner, 0) + one.score
    exercises = sorted({one.exercise for one in graded})
    rows = [[Text(name, "bold") for name in ("learner", *exercises, "total")]]
    for learner, total in totals.items():
        row = [cells.get((learner, exercise), Text()) for exercise in exercises]
        rows.append([Text(_name(learner)), *row, Text(f"{plain_number(total)} ")])
    return rows


def _show_row(console: Console, name: Text, cells: Sequence[Text], first: int, width: int) -> None:
    line = name + Text(" " * (first - name.cell_len))
    for cell in cells:
        line += Text(" " * (width - cell.cell_len)) + cell
    line.rstrip()
    console.print(line, soft_wrap=True)


def _cell(row: ReportRow, console: Console) -> Text:
    if row.status is Status.NOT_STARTED:
        return Text("- ", "dim")
    score = str(plain_number(row.score))
    if row.tampering:
        return Text(f"{score}{_SUSPECT}", "bold red")
    if row.full_marks:
        return Text(f"{score}{_full(console)}", "green")
    return Text(score + _STATES.get(row.status, " "), "" if row.score else "red")


def _full(console: Console) -> str:
    mark = symbols(console).passed
    return mark if len(mark) == 1 else "*"


def _show_legend(rows: Sequence[Sequence[Text]], console: Console) -> None:
    shown = {cell.plain.strip()[-1:] for _, *cells in rows[1:] for cell in cells}
    meanings = {_full(console): "full marks", **_MEANINGS, _SUSPECT: "shows signs of tampering, see below"}
    said = [f"{mark} {meaning}" for mark, meaning in meanings.items() if mark in shown]
    in_one_line = "   ".join(said)
    for line in [in_one_line] if len(in_one_line) <= console.width else said:
        paragraph(console, line, style="dim")


def _show_line(console: Console, step: Step) -> None:
    if (row := step.finished) is None:
        return
    said = f"{step.done}/{step.total} {_name(row.learner)} {row.exercise} {_score(row)} {_state(row)}"
    console.out(said, highlight=False)  # there is nothing to wrap or to color


def _score(row: ReportRow) -> str:
    return f"{plain_number(row.score)}/{plain_number(row.max_score)}"


def _name(learner: str) -> str:
    shown = plain(learner, 200)
    return shown if cell_len(shown) <= NAME_CELLS else set_cell_size(shown, NAME_CELLS - 3) + "..."
