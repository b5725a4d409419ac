"""A tiny course, and graders that stay open for all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.course import Course, Exercise, load
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.report import Report

COURSE = """
[course]
id = "tiny"
title = "Tiny"

[limits]
seconds = 3
submission_seconds = 30
memory_mb = 512
output_kb = 100
processes = 20
file_mb = 4
scratch_mb = 8

[[exercises]]
id = "ex01"
title = "Doubling"
module = "ex01_double"
points = 4
"""

SOLUTION = """
import torch

def double(x):
    return 2 * x
"""

SUITE = """
import torch
from autograder.testing import expect, points

@points(1, "doubles a number", public=True)
def test_number(submission):
    expect.equal(submission.double(3), 6)

@points(1, "doubles a tensor", public=True)
def test_tensor(submission, rng, reference):
    x = rng.normal(2, 3)
    expect.close(submission.double(x), reference.double(x))

@points(2, "doubles a large tensor")
def test_large(submission, rng):
    x = rng.normal(100, 30)
    expect.close(submission.double(x), x + x)
"""

Grade = Callable[[str], Report]


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with one exercise: double(x), two public tests and a hidden one."""
    root = tmp_path_factory.mktemp("course")
    for name, text in {
        "course.toml": COURSE,
        "exercises/ex01_double.py": "def double(x):\n    raise NotImplementedError\n",
        "exercises/hints/ex01.md": "# ex01\n",
        "solutions/ex01_double.py": SOLUTION,
        "grader_tests/test_ex01_double.py": SUITE,
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return load(root / "course.toml")


@pytest.fixture(scope="session")
def exercise(course: Course) -> Exercise:
    """The course's only exercise."""
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
