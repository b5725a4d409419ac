"""A small course on disk, a grader that answers at once, and the command line in this process."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from autograder.cli import learner
from autograder.cli.main import run
from autograder.course import Course, Exercise
from autograder.grading.files import SubmissionFiles
from autograder.report import Report
from tests.cli.course_files import write_course
from tests.render.samples import report, result


@dataclass(frozen=True)
class Ended:
    """How one command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a course of two exercises; the current folder."""
    folder = write_course(tmp_path / "course")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def grade(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Run `grade` with arguments, on a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")

    def grade(*arguments: str) -> Ended:
        code = run(arguments)
        return Ended(code, *capfd.readouterr())

    return grade


class FakeGrader:
    """Gives half of the points to files with the word "half", all to those with "return", and else none."""

    def __init__(self) -> None:
        self.opened: list[tuple[str, str, bool]] = []
        self.graded: list[SubmissionFiles] = []
        self.closed = 0
        self.error: BaseException | None = None

    @contextlib.contextmanager
    def open(self, course: Course, exercise: Exercise, *, sandbox: str, full: bool) -> Iterator[FakeGrader]:
        self.opened.append((exercise.id, sandbox, full))
        try:
            yield self
        finally:
            self.closed += 1

    def grade(self, exercise: Exercise, submission: SubmissionFiles) -> Report:
        self.graded.append(submission)
        if self.error:
            raise self.error
        status = "passed" if b"return" in submission.source else "not_started"
        second = "failed" if b"half" in submission.source else status
        tests = (result("takes a matrix", status, 4.0), result("é[0]", second, 6.0, public=False, message="é < [0]"))
        made = report(*tests, exercise=exercise.id)
        return msgspec.structs.replace(made, submission=submission.digest)


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch) -> FakeGrader:
    fake = FakeGrader()
    monkeypatch.setattr(learner, "open_grader", fake.open)
    return fake
