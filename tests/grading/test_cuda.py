"""The same verdicts on a real GPU as on the simulated one, for all that is known of exercise 14."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.authoring import regions, variants
from autograder.course import Course, load
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.worker import gpu
from autograder.worker.settings import Accelerator

EXERCISE = "ex14"
TROUBLE = gpu.trouble()
pytestmark = pytest.mark.skipif(bool(TROUBLE), reason=f"needs an NVIDIA GPU: {TROUBLE}")

Verdicts = Callable[[str], dict[str, str]]
COURSE = load(Path(__file__).parents[2] / "course.toml", check_files=False)
VARIANTS = {
    f"{found.kind} {found.name}": found.source for found in variants.read(COURSE, COURSE.exercise(EXERCISE))
}


def verdicts(course: Course, device: Accelerator) -> Iterator[Verdicts]:
    """Grade a source text on a device, and return each test's status."""
    exercise = course.exercise(EXERCISE)

    def grade(source: str) -> dict[str, str]:
        report = grader.grade(exercise, SubmissionFiles.of_source(f"{exercise.module}.py", source))
        return {test.id: test.status.value for test in report.tests}

    with Grader(course, preload=exercise.preload, device=device) as grader:
        yield grade


@pytest.fixture(scope="module")
def simulated() -> Iterator[Verdicts]:
    yield from verdicts(COURSE, "simulated")


@pytest.fixture(scope="module")
def real() -> Iterator[Verdicts]:
    yield from verdicts(COURSE, "cuda")


def test_the_solution_gets_full_marks(real: Verdicts) -> None:
    source = regions.without_marks(COURSE.exercise(EXERCISE).solution.read_text(encoding="utf-8"))
    assert set(real(source).values()) == {"passed"}


@pytest.mark.parametrize("source", VARIANTS.values(), ids=VARIANTS)
def test_verdicts_are_the_same(source: str, real: Verdicts, simulated: Verdicts) -> None:
    assert real(source) == simulated(source)
