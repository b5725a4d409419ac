"""`record`: figures that a suite has measured reach the report, from the grader's side alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.report import Report, Status, decode, encode
from tests.tiny import SOLUTION, make_course

SUITE = """
from autograder.testing import expect, points

@points(2, "passes", public=True)
def test_passes(submission, record):
    record("doubled", submission.double(3))
    record("accuracy", 0.25)
    record("accuracy", 0.5)

@points(1, "fails", public=True)
def test_fails(submission, record):
    record("parameters", 7)
    expect.that(False, "it fails after the figure was recorded")

@points(1, "records nonsense")
def test_nonsense(submission, record):
    record("share", {nonsense})
"""


def graded(folder: Path, nonsense: str = "1.0") -> Report:
    course = make_course(folder)
    (folder / "grader_tests/test_ex01_double.py").write_text(SUITE.replace("{nonsense}", nonsense))
    with Grader(course) as grader:
        return grader.grade(course.exercises[0], SubmissionFiles.of_source("ex01_double.py", SOLUTION))


def test_figures_are_in_the_report_whatever_the_verdict(tmp_path: Path) -> None:
    made = graded(tmp_path)
    assert made.figures == {"doubled": 6, "accuracy": 0.5, "parameters": 7, "share": 1.0}
    assert [test.figures for test in made.tests][1] == {"parameters": 7}
    assert made.tests[1].status is Status.FAILED
    assert decode(encode(made)) == made
    assert "figures" not in str(made.learner_view())


@pytest.mark.parametrize(
    "nonsense", ["float('nan')", "float('inf')", "True", "'0.9'", "None", "submission.double"]
)
def test_what_is_no_finite_number_is_not_recorded(tmp_path: Path, nonsense: str) -> None:
    made = graded(tmp_path, nonsense)
    assert "share" not in made.figures
    assert made.tests[2].status is Status.ERROR
    assert "only finite numbers are recorded" in made.tests[2].details
