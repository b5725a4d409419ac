"""What `grade check` last found for each exercise: .torchgrade/progress.json in the course's folder.

    {"format": 1,
     "exercises": {"ex03": {"score": 7.0, "max_score": 10.0, "submission": "<its digest>"}},
     "shown": {"ex03": 4.5},
     "days": ["2026-11-21", "2026-11-22"]}

`shown` are the points that `grade` showed last, so that it can tell what is new; `days` those on which points
were gained. Beside it, `reports/ex03.json` is the last report, for `grade report`.

All this only feeds what `grade` and `grade report` show. It may be deleted at any time, and where it cannot
be read or written, all goes on without it. A file that cannot be understood is kept as progress.json.old.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import msgspec

from autograder import atomic
from autograder.course import Course
from autograder.report import Report, decode, encode

FORMAT = 1
MOST_DAYS = 400  # that are remembered


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
    shown: dict[str, float] = {}
    days: tuple[date, ...] = ()


def path(course: Course) -> Path:
    """Return where progress is kept."""
    return course.root / ".torchgrade" / "progress.json"


def report_path(course: Course, exercise: str) -> Path:
    """Return where the last report of an exercise is kept."""
    return path(course).parent / "reports" / f"{exercise}.json"


def read(course: Course) -> dict[str, Saved]:
    """Return the last result of each exercise that has one."""
    return dict(_read(course).exercises)


def read_with(course: Course, report: Report) -> dict[str, Saved]:
    """Return what `read` will, once a result is kept."""
    return read(course) | {report.exercise: _saved(report)}


def read_report(course: Course, exercise: str) -> Report | None:
    """Return the last report of an exercise, if it belongs to the last result."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        report = decode(report_path(course, exercise).read_bytes())
        saved = read(course).get(exercise)
        return report if saved and saved.submission == report.submission else None
    return None


def unreadable(course: Course) -> bool:
    """Whether there is a file that cannot be understood: it is damaged, or a later version's."""
    return path(course).is_file() and _found(course) is None


def keep(course: Course, report: Report, *, today: date | None = None) -> str:
    """Note a result, if the disk lets us; return why it does not, or ""."""
    if unreadable(course):
        with contextlib.suppress(OSError):
            path(course).replace(path(course).with_suffix(".json.old"))
    known = _read(course)
    saved = _saved(report)
    before = known.exercises.get(report.exercise)
    days = known.days
    if saved.score > (before.score if before else 0):
        days = tuple(sorted({*days, today or date.today()}))[-MOST_DAYS:]
    exercises = dict(known.exercises) | {report.exercise: saved}
    return _write(
        path(course), _encoded(msgspec.structs.replace(known, exercises=exercises, days=days))
    ) or _write(report_path(course, report.exercise), encode(report.for_learner()))


def gains(course: Course) -> dict[str, float]:
    """Return the points that exercises have won, or lost, since `grade` showed them last."""
    known = _read(course)
    changes = {name: saved.score - known.shown.get(name, 0.0) for name, saved in known.exercises.items()}
    return {name: change for name, change in changes.items() if change}


def note_shown(course: Course) -> None:
    """Note that the points of now have been shown."""
    known = _read(course)
    shown = {name: saved.score for name, saved in known.exercises.items()}
    if shown != known.shown:
        _write(path(course), _encoded(msgspec.structs.replace(known, shown=shown)))


def streak(course: Course, *, today: date | None = None) -> int:
    """Return on how many days in a row points were gained; a day that is not over breaks no streak."""
    return _streak(_read(course).days, today or date.today())


def _saved(report: Report) -> Saved:
    return Saved(score=report.score, max_score=report.max_score, submission=report.submission)


def _streak(days: Iterable[date], today: date) -> int:
    known, day, count = set(days), today, 0
    if day not in known:
        day -= timedelta(days=1)
    while day in known:
        day, count = day - timedelta(days=1), count + 1
    return count


def _read(course: Course) -> _File:
    return _found(course) or _File()


def _found(course: Course) -> _File | None:
    with contextlib.suppress(OSError, msgspec.DecodeError):
        found = msgspec.json.decode(path(course).read_bytes(), type=_File)
        return found if found.format == FORMAT else None
    return None


def _encoded(content: _File) -> bytes:
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def _write(file: Path, content: bytes) -> str:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic.write(file, content)
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""
