"""A trial is over as soon as its verdict is known, and what ran is as it would have been."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from autograder.course import Exercise
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.grading.trial import Trial, Until
from autograder.report import Status
from autograder.testing.points import Worth
from tests.tiny import SOLUTION, make_course

PASSED, FAILED, ERROR = Status.PASSED, Status.FAILED, Status.ERROR


@pytest.mark.parametrize(
    ("until", "statuses", "over"),
    [
        (Until.FAILURE, {}, False),
        (Until.FAILURE, {"a": PASSED, "b": PASSED}, False),
        (Until.FAILURE, {"a": PASSED, "b": FAILED}, True),
        (Until.FAILURE, {"a": ERROR}, True),
        (Until.FAILURE, {"a": Status.TIMEOUT}, True),
        (Until.ASKED, {"b": FAILED}, False),
        (Until.ASKED, {"a": PASSED, "b": PASSED}, True),
        (Until.ASKED, {"a": FAILED, "c": FAILED}, False),
        (Until.ASKED, {"a": PASSED, "b": ERROR}, True),
        (Until.CAUGHT, {}, False),
        (Until.CAUGHT, {"a": FAILED}, False),
        (Until.CAUGHT, {"a": FAILED, "b": FAILED}, True),
        (Until.CAUGHT, {"a": FAILED, "b": PASSED}, True),
        (Until.CAUGHT, {"a": ERROR, "b": ERROR}, False),
        (Until.CAUGHT, {"a": ERROR, "b": ERROR, "c": FAILED}, True),
        (Until.CAUGHT, {"a": ERROR, "b": FAILED}, True),
    ],
)
def test_a_trial_is_over_when_enough_is_known(until: Until, statuses: dict, over: bool) -> None:
    assert Trial(until=until, first=("a", "b")).over(statuses) is over


def test_limits_take_the_place_of_the_suites() -> None:
    worths = {"a": Worth(1.0, "A", True, None), "b": Worth(2.0, "B", False, 60.0)}
    limited = Trial(until=Until.FAILURE, seconds={"b": 3.5}).limited(worths)
    assert limited == {"a": worths["a"], "b": Worth(2.0, "B", False, 3.5)}
    assert worths["b"].seconds == 60.0


def trial_of(grader: Grader, exercise: Exercise, source: str, trial: Trial) -> dict[str, Status]:
    files = SubmissionFiles.of_source("ex01_double.py", source)
    return {test.id: test.status for test in grader.grade(exercise, files, trial=trial).tests}


WRONG = "def double(x):\n    return x * 3\n"


def test_one_failure_is_enough(grader: Grader, exercise: Exercise) -> None:
    every = list(trial_of(grader, exercise, SOLUTION, Trial(until=Until.FAILURE)))
    assert len(every) == 3
    assert list(trial_of(grader, exercise, WRONG, Trial(until=Until.FAILURE))) == every[:1]
    last = Trial(until=Until.FAILURE, first=tuple(every[2:]))
    assert list(trial_of(grader, exercise, WRONG, last)) == every[2:]


def test_what_was_asked_for_runs_and_no_more(grader: Grader, exercise: Exercise) -> None:
    every = list(trial_of(grader, exercise, SOLUTION, Trial(until=Until.FAILURE)))
    named = Trial(until=Until.CAUGHT, first=(every[1],))
    assert trial_of(grader, exercise, WRONG, named) == {every[1]: Status.FAILED}
    assert trial_of(grader, exercise, SOLUTION, named) == {every[1]: Status.PASSED}
    broken = trial_of(grader, exercise, "def double(x):\n    return y\n", named)
    assert broken == dict.fromkeys(every, Status.ERROR)


def test_the_full_run_after_a_trial_is_complete(grader: Grader, exercise: Exercise) -> None:
    trial_of(grader, exercise, WRONG, Trial(until=Until.FAILURE))
    report = grader.grade(exercise, SubmissionFiles.of_source("ex01_double.py", SOLUTION))
    assert report.full_marks and len(report.tests) == 3


def test_a_limit_of_the_trial_ends_a_loop(grader: Grader, exercise: Exercise) -> None:
    start = time.monotonic()
    source = "def double(x):\n    while True:\n        pass\n"
    names = list(trial_of(grader, exercise, SOLUTION, Trial(until=Until.FAILURE)))
    trial = Trial(until=Until.FAILURE, seconds=dict.fromkeys(names, 0.5))
    assert trial_of(grader, exercise, source, trial) == {names[0]: Status.TIMEOUT}
    assert time.monotonic() - start < exercise.limits.seconds


CLASSES = """
from autograder.testing import expect, points

class TestFirst:
    @points(1, "one")
    def test_one(self, submission):
        expect.equal(submission.double(1), 2)

    @points(1, "two")
    def test_two(self, submission):
        expect.equal(submission.double(2), 4)

class TestSecond:
    @points(1, "three")
    def test_three(self, submission):
        expect.equal(submission.double(3), 6)
"""


def test_tests_of_somebody_else_are_left_out(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    exercise = course.exercises[0]
    exercise.suite.write_text(CLASSES)
    with Grader(course) as grader:
        for own in (("test_one", "test_three"), ("test_two",), ()):
            trial = Trial(until=Until.TOLD, mine=own.__contains__)
            assert trial_of(grader, exercise, SOLUTION, trial) == dict.fromkeys(own, PASSED)
