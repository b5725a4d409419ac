"""The leaderboard on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from autograder.leaderboard import Row
from autograder.render.consoles import paragraph
from autograder.text import plain

NAME_LIMIT = 40
HEADER = ("", "learner", "accuracy", "seconds", "parameters", "date")
EMPTY = (
    "The leaderboard is empty. An exercise that measures how many images a network recognizes writes a row "
    "when it is checked with --full. Often it is the last one."
)


def show_leaderboard(rows: Sequence[Row], console: Console) -> None:
    """Print the rows of each exercise, the best first."""
    if not rows:
        paragraph(console, EMPTY)
    for number, (exercise, group) in enumerate(groupby(rows, key=lambda row: row.exercise)):
        if number:
            console.print()
        paragraph(console, Text(plain(exercise, 80), "bold"))
        _show_table(console, [HEADER, *(_cells(place, row) for place, row in enumerate(group, 1))])


def show_place(row: Row, table: Sequence[Row], console: Console) -> None:
    """Print what one check has measured, and which place the learner's best row has."""
    same = [one for one in table if one.exercise == row.exercise]
    place = next(number for number, one in enumerate(same, 1) if one.learner == row.learner)
    paragraph(
        console,
        f"Leaderboard: {row.accuracy:.2%} recognized after {row.seconds:.0f} seconds with {row.parameters:,} "
        f"parameters. The best so far is number {place} of {len(same)}; all: `grade leaderboard`.",
    )


def _cells(place: int, row: Row) -> tuple[str, ...]:
    return (
        str(place),
        plain(row.learner, NAME_LIMIT),
        f"{row.accuracy:.2%}",
        f"{row.seconds:.0f}",
        f"{row.parameters:,}",
        row.date.isoformat(),
    )


def _show_table(console: Console, rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        line = Text("", "dim" if number == 0 else "")
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (width - cell_len(cell))
            line.append("  " + (cell + gap if column == 1 else gap + cell))
        console.print(line, soft_wrap=True)
