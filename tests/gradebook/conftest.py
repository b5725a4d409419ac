"""A small course with a gradebook in a temporary folder, and reports to put into it."""

from datetime import datetime
from pathlib import Path

import pytest

from autograder.course import Course, Exercise, Limits
from autograder.report import Report, Status, TestResult


def make_course(root: Path, *, url: str = "", due: datetime | None = None, id: str = "pytorch") -> Course:
    exercises = tuple(
        Exercise(root=root, id=name, title=name, module=f"{name}_module", points=10.0, due=due)
        for name in ("ex01", "ex02")
    )
    return Course(
        root=root,
        id=id,
        title="PyTorch",
        limits=Limits(),
        gradebook_url=url or f"sqlite:///{root / 'gradebook.db'}",
        full_data=None,
        secret_file=root / "secret",
        exercises=exercises,
    )


def make_report(learner="dana", exercise="ex01", points=(2.0, 3.0), **scores: float) -> Report:
    """A report with the tests test_a, test_b ... worth `points`; what is not in `scores` scored full points."""
    names = [f"test_{letter}" for letter, _ in zip("abcdefgh", points, strict=False)]
    tests = []
    for name, worth in zip(names, points, strict=True):
        score = scores.get(name, worth)
        status = Status.PASSED if score == worth else Status.FAILED
        tests.append(TestResult(id=name, title=name, public=True, points=worth, score=score, status=status))
    return Report(
        exercise=exercise,
        learner=learner,
        score=sum(test.score for test in tests if isinstance(test.score, float)),
        max_score=sum(points),
        tests=tuple(tests),
    )


@pytest.fixture
def course(tmp_path) -> Course:
    return make_course(tmp_path)


@pytest.fixture
def report():
    return make_report


@pytest.fixture
def course_with(tmp_path):
    """A course in the temporary folder with another gradebook URL, due date or id."""

    def make(**changes):
        return make_course(tmp_path, **changes)

    return make


@pytest.fixture
def nbgrader(course):
    """nbgrader's own view of the same gradebook, opened by nbgrader when the test asks for it."""
    from nbgrader.api import Gradebook

    opened = []

    def open_it():
        opened.append(Gradebook(course.gradebook_url, course_id=course.id))
        return opened[-1]

    yield open_it
    for gradebook in opened:
        gradebook.close()
