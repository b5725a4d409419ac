"""A small course on disk, a grader that answers at once, and the command line in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.cli import learner
from autograder.cli.main import run
from tests.cli.course_files import write_course
from tests.cli.fake_grader import FakeGrader


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


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch) -> FakeGrader:
    fake = FakeGrader()
    monkeypatch.setattr(learner, "open_grader", fake.open)
    return fake
