"""Attacks by a whole folder of submissions: names of learners and files, links, and what else lies there."""

from __future__ import annotations

import shutil
import unicodedata
from typing import Any

from rich.console import Console

from autograder.batch.run import ClassOutcome, grade_class
from autograder.course import with_gradebook
from autograder.errors import InternalError
from autograder.render.classroom import show_class, show_places
from autograder.report import Report
from tests.attacks.attack import Attack
from tests.attacks.ground import Ground

_UNRULY = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def grade(attack: Attack, ground: Ground, sandbox: str) -> tuple[Report, ...]:
    """Grade the folder that the attack's `arrange(folder)` fills, as `grade all` does, and return the reports.

    Raises `InternalError` where what an instructor is shown, or opens in a spreadsheet, could do harm.
    """
    namespace: dict[str, Any] = {"PLANTED": ground.root}
    exec(compile(attack.source, str(attack.path), "exec"), namespace)
    folder, out = ground.root / "tmp" / "submissions", ground.root / "tmp" / "results"
    try:
        folder.mkdir()
        namespace["arrange"](folder)
        course = with_gradebook(ground.course, f"sqlite:///{out / 'gradebook.db'}")
        outcome = grade_class(course, folder, out, jobs=1, sandbox=sandbox)
        _check_shown(outcome)
        return tuple(outcome.reports())
    finally:
        for one in (folder, out):
            shutil.rmtree(one, ignore_errors=True)


def unruly(text: str) -> list[str]:
    """Return the characters of a text that could steer a terminal, hide, or reorder a line."""
    return sorted({c for c in text if c != "\n" and unicodedata.category(c) in _UNRULY})


def _check_shown(outcome: ClassOutcome) -> None:
    console = Console(width=120, force_terminal=False, no_color=True)
    with console.capture() as capture:
        show_class(outcome.rows, console)
        show_places(outcome, console, str)
    table, cells = capture.get(), outcome.csv.read_text()
    for what, text in {"the table of grades": table, "grades.csv": cells}.items():
        if odd := unruly(text):
            raise InternalError(f"{what} holds {odd}")
    if starts := [line for line in cells.splitlines() if line.startswith(("=", "+", "-", "@"))]:
        raise InternalError(f"grades.csv holds formulas: {starts[:2]}")
    outside = {path for path in outcome.out.rglob("*") if not path.resolve().is_relative_to(outcome.out)}
    if outside or not list(outcome.out.rglob("*.json")):
        raise InternalError(f"report files are not where they belong: {sorted(map(str, outside))[:2]}")
