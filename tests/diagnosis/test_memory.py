"""What is remembered of a module is taken up only as long as all that it depends on is the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from autograder.course import Course, Exercise
from autograder.diagnosis import memory
from autograder.diagnosis.behaviour import Behaviour, Step
from autograder.diagnosis.memory import Memory
from autograder.report import Status
from tests.tiny import make_course

STEP = Step(operation="call", value=[1, (2.5, "text")], raised="")
KNOWN = {"draw": {"test_number": Behaviour(status=Status.FAILED, told="no", steps=(STEP,))}}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path)


def test_what_is_kept_is_recalled(course: Course) -> None:
    Memory(course, course.exercises[0]).keep("x = 1", KNOWN)
    assert Memory(course, course.exercises[0]).recall("x = 1") == KNOWN
    assert Memory(course, course.exercises[0]).recall("x = 2") == {}


def another_suite(course: Course, patch: pytest.MonkeyPatch) -> Exercise:
    with course.exercises[0].suite.open("a") as file:
        file.write("\n# changed\n")
    return course.exercises[0]


def other_limits(course: Course, patch: pytest.MonkeyPatch) -> Exercise:
    limits = msgspec.structs.replace(course.exercises[0].limits, seconds=77.0)
    return msgspec.structs.replace(course.exercises[0], limits=limits)


def another_grader(course: Course, patch: pytest.MonkeyPatch) -> Exercise:
    patch.setattr(memory, "grader_digest", lambda: b"another")
    return course.exercises[0]


def another_torch(course: Course, patch: pytest.MonkeyPatch) -> Exercise:
    patch.setattr(memory, "versions", lambda: ["torch 0.0"])
    return course.exercises[0]


@pytest.mark.parametrize("changed", [another_suite, other_limits, another_grader, another_torch])
def test_what_depends_on_something_else_is_not(
    course: Course,
    monkeypatch: pytest.MonkeyPatch,
    changed: Callable[[Course, pytest.MonkeyPatch], Exercise],
) -> None:
    Memory(course, course.exercises[0]).keep("x = 1", KNOWN)
    assert Memory(course, changed(course, monkeypatch)).recall("x = 1") == {}
