"""`grade leaderboard`, and what `grade check --full` and `grade all --full` write into it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from autograder.batch.run import ClassOutcome
from autograder.cli import instructor
from autograder.course import Exercise
from autograder.grading.files import SubmissionFiles
from autograder.report import Report
from tests.cli.conftest import Ended
from tests.cli.fake_grader import FakeGrader
from tests.render.samples import report, result, row

Grade = Callable[..., Ended]
FIGURES = {"accuracy": 0.9, "seconds": 58.0, "parameters": 1000.0}


def measured(made: Report, accuracy: float = 0.9) -> Report:
    tests = [msgspec.structs.replace(test, figures=FIGURES | {"accuracy": accuracy}) for test in made.tests]
    return msgspec.structs.replace(made, tests=tuple(tests))


@pytest.fixture
def measuring(grader: FakeGrader, monkeypatch: pytest.MonkeyPatch) -> FakeGrader:
    """A grader whose suite records an accuracy."""
    plain = grader.grade

    def grade(exercise: Exercise, submission: SubmissionFiles) -> Report:
        return measured(plain(exercise, submission))

    monkeypatch.setattr(grader, "grade", grade)
    return grader


def table(course: Path) -> str:
    path = course / "results" / "leaderboard.csv"
    return path.read_text() if path.exists() else ""


def test_a_check_on_all_data_writes_a_row(course: Path, measuring: FakeGrader, grade: Grade) -> None:
    ended = grade("check", "ex01", "--full")
    assert "Leaderboard: 90.00% recognized after 58 seconds" in ended.out
    assert table(course).startswith(
        "exercise,learner,accuracy,seconds,parameters,date\nex01,you,0.9,58.0,1000,"
    )
    shown = grade("leaderboard")
    assert (shown.code, shown.err) == (0, "")
    assert "1  you        90.00%       58       1,000" in shown.out


def test_json_stays_one_object(course: Path, measuring: FakeGrader, grade: Grade) -> None:
    ended = grade("check", "ex01", "--full", "--json")
    assert json.loads(ended.out)["exercise"] == "ex01"
    assert table(course)
    rows = json.loads(grade("leaderboard", "--json").out)["rows"]
    assert [(row["learner"], row["accuracy"]) for row in rows] == [("you", 0.9)]


def test_a_check_on_the_sample_writes_none(course: Path, measuring: FakeGrader, grade: Grade) -> None:
    assert "Leaderboard" not in grade("check", "ex01").out
    assert not table(course)


def test_an_exercise_that_measures_nothing_writes_none(
    course: Path, grader: FakeGrader, grade: Grade
) -> None:
    assert "Leaderboard" not in grade("check", "ex01", "--full").out
    assert not table(course)


def test_a_disk_that_refuses_costs_no_result(course: Path, measuring: FakeGrader, grade: Grade) -> None:
    (course / "results").write_text("a file where the folder should be")
    ended = grade("check", "ex01", "--full")
    assert ended.code == 1 and "Not started" in ended.out
    assert ended.err.startswith("The leaderboard was not written: ")


def test_a_class_on_all_data_has_a_row_for_each_learner(
    course: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = [
        measured(report(result("recognizes"), exercise="ex01", learner=name), accuracy)
        for name, accuracy in (("ada", 0.8), ("bob", 0.9))
    ]

    def run_class(*arguments: Any, **keywords: Any) -> ClassOutcome:
        out = course / "out"
        return ClassOutcome(
            rows=tuple(map(row, reports)), out=out, csv=out / "grades.csv", gradebook="", notes=()
        )

    monkeypatch.setattr(instructor, "run_class", run_class)
    grade("all", "--full")
    shown = grade("leaderboard", "--results", "out").out
    assert shown.index("bob") < shown.index("ada")


def test_an_empty_leaderboard_is_no_mistake(course: Path, grade: Grade) -> None:
    assert grade("leaderboard").code == 0
