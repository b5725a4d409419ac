"""Without a sandbox: plain child processes give the same verdicts. Each starts an interpreter, so tests are few."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.course import Course, Exercise
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.report import Status
from autograder.worker.backends import BACKENDS, PlainBackend
from autograder.worker.settings import Setup
from tests.tiny import SOLUTION

MIXED = """
import os
def double(x):
    if isinstance(x, int):
        {}
    return 2 * x
"""


@pytest.fixture(scope="module")
def grader(course: Course) -> Iterator[Grader]:
    with Grader(course, sandbox="none") as grader:
        yield grader


def grade(grader: Grader, exercise: Exercise, source: str) -> list[tuple[Status, str]]:
    report = grader.grade(exercise, SubmissionFiles.of_source("ex01_double.py", source))
    assert report.sandbox == ()
    return [(test.status, test.message) for test in report.tests]


def test_a_right_solution_gets_full_marks(grader: Grader, exercise: Exercise) -> None:
    assert {status for status, _ in grade(grader, exercise, SOLUTION)} == {Status.PASSED}


@pytest.mark.parametrize(
    ("statement", "status", "message"),
    [
        ("while True: pass", Status.TIMEOUT, "ran longer than the 6 seconds"),
        ("os.kill(os.getpid(), 9)", Status.CRASHED, "killed (SIGKILL)"),
        ("return bytearray(3 << 30)", Status.CRASHED, "more than the 512 MB"),
    ],
)
def test_one_bad_call_costs_one_test(
    grader: Grader, exercise: Exercise, statement: str, status: Status, message: str
) -> None:
    first, *others = grade(grader, exercise, MIXED.format(statement))
    assert first[0] is status and message in first[1]
    assert {status for status, _ in others} == {Status.PASSED}


def test_a_child_that_connects_by_port_works_too(course: Course, exercise: Exercise) -> None:
    """What Windows needs, where sockets are not inherited."""
    with Grader(course, backend=PlainBackend(Setup(layers=()), tcp=True)) as grader:
        assert {status for status, _ in grade(grader, exercise, SOLUTION)} == {Status.PASSED}


def test_a_system_without_our_layers_gets_plain_children_and_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    backend = BACKENDS["auto"](Setup(layers=("root", "seccomp")))
    assert isinstance(backend, PlainBackend)
    assert (backend.layers, backend.missing) == (
        (),
        {"root": "not to be had on darwin", "seccomp": "not to be had on darwin"},
    )
