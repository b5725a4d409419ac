"""How far `grade author verify` is, and what it found, as its reader sees it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from autograder.authoring.rows import Check, Row
from autograder.authoring.verify import Verified
from autograder.render.authoring import progress, show_verified


def console(*, terminal: bool) -> tuple[Console, io.StringIO]:
    text = io.StringIO()
    return Console(
        file=text, force_terminal=terminal, width=60, color_system=None, legacy_windows=False
    ), text


def test_a_terminal_shows_a_bar_for_each_batch() -> None:
    shown, text = console(terminal=True)
    with progress(shown) as show:
        for what, total in (("ex03 submissions", 4), ("ex03 mutants", 200)):
            for done in (0, 1, total):
                show(what, done, total)
    said = text.getvalue()
    assert "ex03 submissions" in said and "4/4" in said
    assert "ex03 mutants" in said and "1/200" in said and "200/200" in said
    assert "0:00:00" in said  # the time left


@pytest.mark.parametrize("total", [0, 3])
def test_a_file_gets_none(total: int) -> None:
    shown, text = console(terminal=False)
    with progress(shown) as show:
        show("ex03 mutants", 0, total)
    assert text.getvalue() == ""


def test_a_batch_without_tasks_is_no_division_by_zero() -> None:
    shown, _ = console(terminal=True)
    with progress(shown) as show:
        show("ex03 mutants", 0, 0)


def found(*rows: tuple[Check, bool, str]) -> Verified:
    return Verified(
        exercise="ex03",
        rows=tuple(
            Row(exercise="ex03", check=check, subject="it", ok=ok, message=message)
            for check, ok, message in rows
        ),
    )


def test_a_survivor_keeps_its_three_lines_and_loses_what_moves_a_cursor() -> None:
    shown, text = console(terminal=False)
    survivor = (Check.MUTANT, False, "survives: line 7 of f\n- x\x1b[2J\n+ y")
    show_verified([found(survivor, (Check.STUB, True, "0 points"))], shown)
    lines = text.getvalue().splitlines()
    assert [line.strip() for line in lines] == [
        "ex03: 1 of 2 checks do not hold",
        f"{lines[1].split()[0]} mutant, it: survives: line 7 of f",
        "- x\\x1b[2J",
        "+ y",
        "1 of 2 checks do not hold.",
    ]


def test_the_sum_counts_all_exercises() -> None:
    shown, text = console(terminal=False)
    fine = found((Check.STUB, True, ""), (Check.SOLUTION, True, ""))
    show_verified([fine, fine], shown)
    assert text.getvalue().splitlines() == [
        "ex03: 2 checks hold",
        "ex03: 2 checks hold",
        "All 4 checks hold.",
    ]
