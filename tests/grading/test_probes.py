"""Probes are asked by trials that name them, and are otherwise as if they were not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course
from autograder.errors import InternalError
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.grading.trial import Trial, Until
from autograder.notebooks.public import public_part
from autograder.testing.probes import Facts
from tests.tiny import SOLUTION, SUITE, make_course

PROBES = """
from pathlib import Path
from autograder.testing import probe

def kind_of(x):
    return type(x).__name__

def note(probe):  # in the grader, where suites run
    with Path(__file__).with_name("asked").open("a") as asked:
        asked.write(probe)

@probe("test_number", "test_large")
def probe_kinds(submission, rng):
    note("kinds ")
    return {"number": kind_of(submission.double(2)), "more": submission.double(rng.integer(2, 9)) > 3}

@probe("test_tensor")
def probe_text(submission):
    note("text ")
    return {"text": submission.double("ab")}
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    made = make_course(tmp_path)
    made.exercises[0].suite.write_text(SUITE + PROBES)
    return made


def asked(course: Course) -> str:
    """The probes that ran so far."""
    noted = course.exercises[0].suite.with_name("asked")
    return noted.read_text() if noted.exists() else ""


def ask(course: Course, source: str, *names: str) -> tuple[dict[str, Facts], list[str]]:
    """Return what the probes answer, and the tests of the report."""
    learned: dict[str, Facts] = {}
    trial = Trial(until=Until.ASKED, first=names, learn=learned.__setitem__)
    with Grader(course) as grader:
        files = SubmissionFiles.of_source("ex01_double.py", source)
        report = grader.grade(course.exercises[0], files, trial=trial)
    return learned, [test.id for test in report.tests]


def test_a_trial_is_told_what_the_probes_that_it_names_find_out(course: Course) -> None:
    learned, tests = ask(course, SOLUTION, "probe_kinds")
    assert learned == {"probe_kinds": {"number": "int", "more": True}}
    assert tests == []
    learned, tests = ask(course, SOLUTION, "probe_text", "test_tensor", "probe_kinds")
    assert learned["probe_text"] == {"text": "abab"} and len(learned) == 2
    assert tests == ["test_tensor"]
    assert asked(course) == "kinds text kinds "


def test_a_trial_that_names_none_asks_none(course: Course) -> None:
    with Grader(course) as grader:
        files = SubmissionFiles.of_source("ex01_double.py", SOLUTION)
        report = grader.grade(course.exercises[0], files, trial=Trial(until=Until.FAILURE))
    assert len(report.tests) == 3
    assert asked(course) == ""


def test_grading_knows_nothing_of_them(course: Course) -> None:
    exercise = course.exercises[0]
    with Grader(course) as grader:
        report = grader.grade(exercise, SubmissionFiles.of_source("ex01_double.py", SOLUTION))
        tests = grader.tests(exercise)
        assert grader.probes(exercise) == {
            "probe_kinds": ("test_number", "test_large"),
            "probe_text": ("test_tensor",),
        }
    assert tests == tuple(test.id for test in report.tests) == ("test_number", "test_tensor", "test_large")
    assert report.full_marks and report.max_score == 4
    assert asked(course) == ""


def test_a_release_has_none_of_them(course: Course) -> None:
    from autograder.grading import suites

    exercise = course.exercises[0]
    suite = public_part(exercise, suites.tests(exercise)).suite
    assert "test_number" in suite
    assert "probe" not in suite and "kind_of" not in suite


@pytest.mark.parametrize(
    "double",
    [
        "raise RuntimeError",
        "return 2 * x if not isinstance(x, str) else x * 200",  # longer than facts may be
        "return 2 * x if not isinstance(x, str) else [x]",  # no word
        "import os; os._exit(1)",
    ],
)
def test_what_gives_no_answer_says_nothing_and_does_no_harm(course: Course, double: str) -> None:
    learned, tests = ask(course, f"def double(x):\n    {double}\n", "probe_text", "test_number")
    assert "probe_text" not in learned
    assert tests == ["test_number"]


@pytest.mark.parametrize(
    ("probes", "said"),
    [
        ("def probe_kinds(submission): ...", "probe_kinds has no @probe: say which tests it can explain."),
        (
            "@probe('test_nothing')\ndef probe_kinds(submission): ...",
            "probe_kinds names test_nothing, which is no test here: name tests that it can explain.",
        ),
        (
            "@probe('test_number', device='simulated')\ndef probe_kinds(submission): ...",
            'probe_kinds has a device: add "autograder.accelerator.switch" to preload of ex01 in course.toml.',
        ),
    ],
)
def test_a_probe_that_cannot_be_asked_is_the_authors_mistake(course: Course, probes: str, said: str) -> None:
    exercise = course.exercises[0]
    exercise.suite.write_text(f"{SUITE}from autograder.testing import probe\n\n{probes}\n")
    with Grader(course) as grader, pytest.raises(InternalError) as caught:
        grader.probes(exercise)
    assert str(caught.value) == f"test_ex01_double.py: {said}"
