"""`grade leaderboard`, and the rows that `grade check --full` and `grade all --full` write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli import names
from autograder.cli.json_output import print_json
from autograder.errors import HostError
from autograder.render.consoles import open_console, paragraph
from autograder.report import Report
from autograder.report_row import ReportRow
from autograder.text import plain

if TYPE_CHECKING:
    from rich.console import Console


def show(
    context: typer.Context,
    results: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where `grade all` put its results; results/ of the course.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rows as one JSON object.")] = False,
) -> None:
    """Show whose network recognizes most images.

    The rows come from `grade check --full` and `grade all --full`, for exercises that measure it.
    """
    from autograder import leaderboard
    from autograder.render.leaderboard import show_leaderboard

    folder = results or names.open_course(context).root / "results"
    rows = leaderboard.read(folder / leaderboard.FILE_NAME)
    if as_json:
        print_json({"rows": rows})
    else:
        show_leaderboard(rows, open_console())


def keep(folder: Path, reports: Iterable[Report | ReportRow], console: Console | None = None) -> None:
    """Note in a folder of results what reports have measured, if the disk lets us.

    `console` is where to tell of the last of them.
    """
    from autograder import leaderboard
    from autograder.render.leaderboard import show_place

    today = date.today()
    rows = [row for report in reports if (row := leaderboard.row_of(report, today))]
    if not rows:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        table = leaderboard.note(folder / leaderboard.FILE_NAME, rows)
    except (HostError, OSError) as error:
        paragraph(open_console(stderr=True), plain(f"The leaderboard was not written: {error}", 500))
        return
    if console is not None:
        show_place(rows[-1], table, console)
