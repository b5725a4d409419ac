"""What `grade check` last found for each exercise: .torchgrade/progress.json in the course's folder.

    {"format": 1, "exercises": {"ex03": {"score": 7.0, "max_score": 10.0, "submission": "<its digest>"}}}

It only feeds the overview that `grade` prints. It may be deleted at any time, and where it cannot be read or
written, all goes on without it.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from autograder import atomic
from autograder.course import Course
from autograder.report import Report

FORMAT = 1


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """The last result of one exercise."""

    score: float
    max_score: float
    submission: str  # digest of what was graded

    @property
    def full_marks(self) -> bool:
        """Whether every point was earned."""
        return self.score >= self.max_score


class _File(msgspec.Struct, frozen=True, kw_only=True):
    format: int = FORMAT
    exercises: dict[str, Saved] = {}


def path(course: Course) -> Path:
    """Return where progress is kept."""
    return course.root / ".torchgrade" / "progress.json"


def read(course: Course) -> dict[str, Saved]:
    """Return the last result of each exercise that has one."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        found = msgspec.json.decode(path(course).read_bytes(), type=_File)
        return dict(found.exercises) if found.format == FORMAT else {}
    return {}


def keep(course: Course, report: Report) -> None:
    """Note a result, if the disk lets us."""
    saved = Saved(score=report.score, max_score=report.max_score, submission=report.submission)
    content = msgspec.json.encode(_File(exercises=read(course) | {report.exercise: saved}))
    with contextlib.suppress(OSError):
        path(course).parent.mkdir(exist_ok=True)
        atomic.write(path(course), msgspec.json.format(content, indent=2) + b"\n")
