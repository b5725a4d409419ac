"""The course at a glance: a row an exercise, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from autograder.render.consoles import Advice, Symbols, hanging, paragraph, show_advice, symbols
from autograder.report import plain_number
from autograder.text import plain

BAR_CELLS = 10
_BAR_FROM = 50  # columns; below, titles need the room


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is known of one exercise."""

    id: str
    title: str
    score: float | None  # None: never checked
    max_score: float
    edited: bool = False  # since it was checked
    missing: bool = False  # there is no file to check


def show_overview(
    title: str,
    rows: Sequence[Row],
    console: Console,
    advice: Advice,
    *,
    news: Sequence[str] = (),
    offer: Advice | None = None,
) -> None:
    """Print the course's title and points, its exercises, what is new, the advice, and what else there is."""
    total = f"{_points(sum(row.score or 0 for row in rows))}/{_points(sum(row.max_score for row in rows))}"
    paragraph(console, Text(f"{plain(title, 120)}  {total}", "bold"))
    console.print()
    width = max((len(_count(row)) for row in rows), default=0)
    for row in rows:
        body = Text(plain(row.title, 120))
        if row.edited:
            body.append(" (edited since)", "dim")
        elif row.missing:
            body.append(" (the file is missing)", "dim")
        hanging(console, _prefix(row, width, console), body)
    console.print()
    if news:
        paragraph(console, Text(" ".join(plain(sentence, 500) for sentence in news), "green"))
        console.print()
    show_advice(console, advice)
    if offer is not None:
        show_advice(console, offer)


def _prefix(row: Row, width: int, console: Console) -> Text:
    prefix = Text(f"  {row.id}  ")
    prefix.append(f"{_count(row).rjust(width)}  ", _colour(row))
    if console.width >= _BAR_FROM:
        prefix.append(f"{_bar(row, symbols(console))}  ", _colour(row))
    return prefix


def _count(row: Row) -> str:
    return f"{'-' if row.score is None else _points(row.score)}/{_points(row.max_score)}"


def _colour(row: Row) -> str:
    if not row.score:
        return "dim"
    return "green" if row.score >= row.max_score else "yellow"


def _bar(row: Row, marks: Symbols) -> str:
    """Nothing but full marks fills the bar."""
    share = (row.score or 0) / row.max_score if row.max_score else 0
    cells = min(int(share * BAR_CELLS), BAR_CELLS)
    return marks.done * cells + marks.left * (BAR_CELLS - cells)


def _points(value: float) -> str:
    return str(plain_number(value))
