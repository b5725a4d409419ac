"""What course.toml gives each exercise is at least twice what its solution takes.

`benchmarks/memory_needs.py` measures it, over all variants; here each solution has to do with half.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from autograder.authoring import stubs
from autograder.authoring.regions import without_marks
from autograder.batch.graders import preload_of
from autograder.course import load
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader

COURSE = load(Path(__file__).parents[2] / "course.toml")


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """The grader that `grade all` has for the whole course."""
    with Grader(COURSE, preload=preload_of(COURSE.exercises), many=True) as opened:
        yield opened


@pytest.mark.parametrize("name", [exercise.id for exercise in COURSE.exercises])
def test_a_solution_does_with_half_of_the_memory(grader: Grader, name: str) -> None:
    exercise = COURSE.exercise(name)
    source = without_marks(stubs.read_solution(COURSE, exercise))
    half = msgspec.structs.replace(exercise.limits, memory_mb=exercise.limits.memory_mb // 2)
    report = grader.grade(
        msgspec.structs.replace(exercise, limits=half),
        SubmissionFiles.of_source(f"{exercise.module}.py", source),
    )
    assert report.full_marks, [test.message for test in report.tests if test.message]
