"""The leaderboard's table: what goes in, what stays, what comes back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from autograder.errors import HostError
from autograder.leaderboard import Row, note, read, row_of
from autograder.report import Report
from tests.render.samples import report, result

TODAY = date(2026, 3, 1)
FIGURES = {"accuracy": 0.91234, "seconds": 58.04, "parameters": 54186.0}


def row(learner: str = "you", accuracy: float = 0.9, seconds: float = 58.0, exercise: str = "ex18") -> Row:
    return Row(
        exercise=exercise,
        learner=learner,
        accuracy=accuracy,
        seconds=seconds,
        parameters=54186,
        date=TODAY,
    )


def measured(figures: dict[str, float], learner: str = "") -> Report:
    test = msgspec.structs.replace(result("recognizes clothes"), figures=figures)
    return report(result("has a shape"), test, exercise="ex18", learner=learner)


def test_a_row_is_made_of_what_a_report_has_measured() -> None:
    assert row_of(measured(FIGURES, "ada"), TODAY) == row("ada", 0.9123, 58.0)


def test_who_checks_for_themselves_is_you() -> None:
    made = row_of(measured(FIGURES), TODAY)
    assert made is not None and made.learner == "you"


def test_without_an_accuracy_there_is_no_row() -> None:
    assert row_of(measured({"seconds": 58.0}), TODAY) is None


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "leaderboard.csv"
    table = note(path, [row("ada", 0.91), row("bob", 0.92)])
    assert table == [row("bob", 0.92), row("ada", 0.91)]
    assert read(path) == table
    assert path.read_text() == (
        "exercise,learner,accuracy,seconds,parameters,date\n"
        "ex18,bob,0.92,58.0,54186,2026-03-01\n"
        "ex18,ada,0.91,58.0,54186,2026-03-01\n"
    )


@pytest.mark.parametrize(
    ("accuracy", "seconds", "best"), [(0.92, 99.0, 0.92), (0.8, 1.0, 0.9), (0.9, 59.0, 0.9)]
)
def test_the_best_of_each_learner_stays(tmp_path: Path, accuracy: float, seconds: float, best: float) -> None:
    path = tmp_path / "leaderboard.csv"
    note(path, [row("ada", 0.9, 58.0), row("bob", 0.5)])
    table = note(path, [row("ada", accuracy, seconds)])
    assert [(one.learner, one.accuracy) for one in table] == [("ada", best), ("bob", 0.5)]


def test_of_two_alike_the_shorter_training_comes_first(tmp_path: Path) -> None:
    table = note(tmp_path / "leaderboard.csv", [row("ada", seconds=58.0), row("bob", seconds=30.0)])
    assert [one.learner for one in table] == ["bob", "ada"]


def test_each_exercise_has_its_own_rows(tmp_path: Path) -> None:
    table = note(tmp_path / "leaderboard.csv", [row(exercise="ex18"), row(exercise="ex13", accuracy=0.1)])
    assert [one.exercise for one in table] == ["ex13", "ex18"]


@pytest.mark.parametrize("name", ["=1+1", "@sum", "a,b", 'say "hi"', "two\nlines", "'quoted'", "ünï"])
def test_names_survive_and_run_no_formula(tmp_path: Path, name: str) -> None:
    path = tmp_path / "leaderboard.csv"
    note(path, [row(name)])
    assert read(path) == [row(name)]
    assert not path.read_text().splitlines()[1].startswith(("ex18,=", "ex18,@"))


def test_lines_that_are_no_rows_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "leaderboard.csv"
    note(path, [row("ada")])
    with path.open("a") as file:
        file.write(
            "ex18,bob,much,58.0,54186,2026-03-01\n\nex18\nex18,eve,nan,1.0,1,2026-03-01\nex18,x,1,1,1,then\n"
        )
    assert read(path) == [row("ada")]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"some,other,table\n1,2,3\n"])
def test_a_file_that_is_no_leaderboard_is_an_empty_one(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "leaderboard.csv"
    path.write_bytes(content)
    assert read(path) == []
    assert read(tmp_path / "missing.csv") == []


def test_a_table_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(HostError, match="cannot be written"):
        note(tmp_path / "no such folder" / "leaderboard.csv", [row()])
