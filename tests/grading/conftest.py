"""A grader that stays open for all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from autograder.course import Course, Exercise
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.report import Report
from tests.tiny import make_course

Grade = Callable[[str], Report]


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The tiny course."""
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="session")
def exercise(course: Course) -> Exercise:
    """Its only exercise."""
    return course.exercises[0]


@pytest.fixture(scope="session")
def grader(course: Course) -> Iterator[Grader]:
    """An open grader with every layer that this machine has."""
    with Grader(course) as grader:
        yield grader


@pytest.fixture
def grade(grader: Grader, exercise: Exercise) -> Grade:
    """Grade a source text as a submission of the exercise."""
    return lambda source: grader.grade(exercise, SubmissionFiles.of_source("ex01_double.py", source))
