"""The tiny course with misconceptions, and a grader that stays open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.diagnosis.recognition import Clinic
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.report import Report
from tests.tiny import make_course

Diagnose = Callable[[str], Report]

SOLUTION = (
    '"""Doubling."""\n\n\ndef double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n'
)
MISCONCEPTION = '''"""{name}.

caught_by: {caught_by}
explanation: {name}, and it should not.
"""

import time


def double(x):
    return {answer}
'''
ALL = "test_number, test_tensor, test_large"
MISCONCEPTIONS = {
    "squares": (ALL, "x * x"),
    "halves": (ALL, "x / 2"),
    "forgets_tensors": ("test_tensor, test_large", "2 * x if isinstance(x, int) else x"),
    "raises": (ALL, "x + 'two'"),
    # These two do the same in all tests.
    "adds_hundred": (ALL, "x + 100"),
    "adds_hundred_at_last": (ALL, "100 + x"),
    # And these three.
    "takes_five": (ALL, "x - 5"),
    "adds_minus_five": (ALL, "x + -5"),
    "adds_and_takes": (ALL, "x + 5 - 10"),
    # These are one mistake, made in three ways, as their explanation says.
    "takes_nine": (ALL, "x - 9"),
    "adds_minus_nine": (ALL, "x + -9"),
    "adds_and_takes_nine": (ALL, "x + 9 - 18"),
    # Takes its time in the last test.
    "cubes_slowly": (ALL, "x**3 if isinstance(x, int) or len(x) < 50 or time.sleep(2.5) else x"),
    # Also alike in the tests that catch them, but not in the third.
    "wrong_if_small": (
        "test_number, test_tensor",
        "2 * x if not isinstance(x, int) and len(x) > 50 else 7 * x",
    ),
    "sevenfold": ("test_number, test_tensor", "7 * x"),
}

ONE_MISTAKE = dict.fromkeys(("takes_nine", "adds_minus_nine", "adds_and_takes_nine"), "takes nine")


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The tiny course, with marks in its solution and misconceptions beside its suite."""
    root = tmp_path_factory.mktemp("course")
    course = make_course(root)
    course.exercises[0].solution.write_text(SOLUTION)
    write_misconceptions(course, MISCONCEPTIONS)
    return course


def write_misconceptions(course: Course, misconceptions: dict[str, tuple[str, str]]) -> None:
    """Write misconceptions: by name the tests that catch it, and what `double` returns."""
    folder = course.exercises[0].misconceptions
    folder.mkdir(parents=True, exist_ok=True)
    for name, (caught_by, answer) in misconceptions.items():
        text = MISCONCEPTION.format(name=name, caught_by=caught_by, answer=answer)
        text = text.replace(f"explanation: {name}", f"explanation: {ONE_MISTAKE.get(name, name)}")
        Path(folder, f"{name}.py").write_text(text)


@pytest.fixture(scope="session")
def grader(course: Course) -> Iterator[Grader]:
    """An open grader."""
    with Grader(course) as grader:
        yield grader


@pytest.fixture(scope="session")
def clinic(course: Course, grader: Grader) -> Clinic:
    """Recognizes the tiny exercise's misconceptions, without a hurry."""
    return Clinic(grader, course, course.exercises[0], seconds=60)


@pytest.fixture
def diagnose(course: Course, grader: Grader, clinic: Clinic) -> Diagnose:
    """Grade what `double` returns, and diagnose it."""

    def diagnose(answer: str, clinic: Clinic = clinic) -> Report:
        files = SubmissionFiles.of_source(
            "ex01_double.py", f"import time\n\ndef double(x):\n    return {answer}\n"
        )
        return clinic.diagnose(grader.grade(course.exercises[0], files), files)

    return diagnose
