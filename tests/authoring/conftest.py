"""A tiny course on disk, and a grader that runs two checks without any sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.tasks import Grade
from autograder.course import Course, Exercise, load
from autograder.report import Report, Status, TestResult

SOLUTION = '''"""Doubling."""

### BEGIN SOLUTION
import operator

### END SOLUTION


def double(x: int) -> int:
    """Return twice x.

    >>> double(4)
    8
    """
    ### BEGIN SOLUTION
    return operator.mul(x, 2)
    ### END SOLUTION
'''

STUB = '''# Check your work: grade check ex01    Stuck? Take a hint: grade hint ex01
"""Doubling."""


def double(x: int) -> int:
    """Return twice x.

    >>> double(4)
    8
    """
    raise NotImplementedError("double is not written yet")
'''

SUITE = '''"""The hidden suite of ex01."""


def test_positive(submission): ...


def test_negative(submission): ...
'''

HINTS = """# ex01 Doubling

## double

### Hint 1
Think of a sum.

### Hint 2
Both terms are x.

### Hint 3
x + x.
"""

MISCONCEPTION = '''"""{belief}

caught_by: {caught_by}
explanation: Squaring is not doubling;
add x to itself instead.
"""


def double(x):
    return {answer}
'''


class TinyCourse:
    """Writes a course with one exercise; every file can be replaced before it is loaded."""

    solution = SOLUTION
    stub = STUB

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("course.toml", '[course]\nid = "tiny"\ntitle = "Tiny"\n' + self.table(""))
        self.write("solutions/ex01_double.py", SOLUTION)
        self.write("exercises/ex01_double.py", STUB)
        self.write("exercises/hints/ex01.md", HINTS)
        self.write("grader_tests/test_ex01_double.py", SUITE)
        for name, answer in {"plus": "x + x", "shift": "x << 1", "swapped": "2 * x"}.items():
            self.alternative(name, f'"""By {name}."""\n\n\ndef double(x):\n    return {answer}\n')
        for number in range(5):
            self.misconception(f"square_{number}", answer=f"x * x + {number + 1}")

    def table(self, more: str) -> str:
        return f'\n[[exercises]]\nid = "ex01"\ntitle = "Double"\nmodule = "ex01_double"\npoints = 10\n{more}'

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def alternative(self, name: str, text: str) -> None:
        self.write(f"grader_tests/alternatives/ex01/{name}.py", text)

    def misconception(
        self, name: str, *, answer: str = "x * x", caught_by: str = "test_positive, test_negative"
    ) -> None:
        text = MISCONCEPTION.format(belief="Doubling is squaring.", caught_by=caught_by, answer=answer)
        self.write(f"grader_tests/misconceptions/ex01/{name}.py", text)

    def load(self) -> tuple[Course, Exercise]:
        course = load(self.root / "course.toml", check_files=False)
        return course, course.exercises[0]


class FakeGrader:
    """Grades ex01 in this process: two checks, one public."""

    def __init__(self) -> None:
        self.graded: list[str] = []

    def grade(self, exercise: Exercise, files: object) -> Report:
        source = files.files[files.main].decode()  # type: ignore[attr-defined]
        self.graded.append(source)
        tests = (
            self.result(source, "test_positive", 4.0, 3, 6),
            self.result(source, "test_negative", 6.0, -1, -2),
        )
        return Report(
            exercise=exercise.id, score=sum(test.score for test in tests), max_score=10.0, tests=tests
        )

    def result(self, source: str, name: str, points: float, x: int, expected: int) -> TestResult:
        status, said = Status.FAILED, ""
        try:
            namespace: dict[str, object] = {}
            exec(source, namespace)
            answer = namespace["double"](x)  # type: ignore[operator]
            status = Status.PASSED if type(answer) is int and answer == expected else Status.FAILED
            said = "" if status is Status.PASSED else f"double({x}) is {answer}, not {expected}"
        except NotImplementedError:
            status = Status.NOT_STARTED
        except Exception as error:
            status, said = Status.ERROR, str(error)
        return TestResult(
            id=name,
            title=name,
            public=name == "test_positive",
            points=points,
            score=points if status is Status.PASSED else 0.0,
            status=status,
            details=said,
        )


def one_by_one(grader: FakeGrader) -> Grade:
    """Return what grades tasks with a fake, in their order."""
    return lambda tasks: (
        (number, grader.grade(task.exercise, task.files)) for number, task in enumerate(tasks)
    )


@pytest.fixture
def tiny(tmp_path: Path) -> TinyCourse:
    return TinyCourse(tmp_path)


@pytest.fixture
def fake_grader() -> FakeGrader:
    return FakeGrader()
