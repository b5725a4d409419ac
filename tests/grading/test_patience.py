"""What the grader computes over an answer is bounded like what the worker computes."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from autograder.course import Course, load
from autograder.grading.files import SubmissionFiles
from autograder.grading.patience import TooLong, bounded
from autograder.grading.session import Grader
from autograder.report import Status
from tests.tiny import make_course


def spin(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_a_block_that_computes_too_long_is_left() -> None:
    before = time.process_time()
    with pytest.raises(TooLong), bounded(0.2):
        spin(10)
    assert time.process_time() - before < 2


def test_a_block_that_catches_exceptions_is_left_all_the_same() -> None:
    with pytest.raises(TooLong), bounded(0.1):
        for _ in range(100):
            try:
                spin(0.1)
            except Exception:
                continue


def test_waiting_is_no_computing() -> None:
    with bounded(0.3):
        time.sleep(0.6)


def test_nothing_is_left_behind() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with bounded(0.2):
        pass
    assert signal.getsignal(signal.SIGPROF) == before
    spin(0.4)  # a timer that still ran would end the process


SUITE = """
from autograder.testing import expect, points

@points(1, "gives pairs")
def test_pairs(submission):
    expect.equal(submission.double(1), 2)
    while True:
        sum(range(100_000))

@points(1, "doubles")
def test_next(submission):
    expect.equal(submission.double(2), 4)
"""


def test_an_answer_that_keeps_the_suite_busy_costs_one_test(tmp_path: Path) -> None:
    course = _quick(make_course(tmp_path))
    course.exercises[0].suite.write_text(SUITE)
    source = SubmissionFiles.of_source("ex01_double.py", "def double(x):\n    return 2 * x\n")
    with Grader(course) as grader:
        first, second = grader.grade(course.exercises[0], source).tests
    assert (first.status, second.status) == (Status.TIMEOUT, Status.PASSED)
    assert (
        first.message
        == "the check of double(...) took too long: is its result far larger than it needs to be?"
    )


def _quick(course: Course) -> Course:
    text = (course.root / "course.toml").read_text().replace("seconds = 6\n", "seconds = 3\n", 1)
    (course.root / "course.toml").write_text(text.replace("points = 4", "points = 2"))
    return load(course.root / "course.toml")
