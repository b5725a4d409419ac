"""What is kept of a report once it is in its file: enough for the table of grades and the gradebook.

A report of a submission has some 11 KB of messages, and a class may have ten thousand of them. Their rows
have some hundred bytes each, so a run of any length stays small.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from autograder.report import Report, Status


class ScoredTest(NamedTuple):
    """What one test was worth, and what it gave."""

    id: str
    points: float
    score: float


class ReportRow(msgspec.Struct, frozen=True, kw_only=True):
    """A report without its texts."""

    exercise: str
    learner: str
    submission: str
    score: float
    max_score: float
    status: Status
    tests: tuple[ScoredTest, ...]
    tampering: dict[str, int]
    figures: dict[str, float]
    seconds: float

    @property
    def full_marks(self) -> bool:
        """Whether every point was earned."""
        return bool(self.tests) and self.score == self.max_score


class Rows:
    """Makes the rows of one run, which share what is equal in them: most of a class scores alike."""

    def __init__(self) -> None:
        self._exercises: dict[str, str] = {}
        self._tests: dict[tuple[ScoredTest, ...], tuple[ScoredTest, ...]] = {}
        self._each: dict[ScoredTest, ScoredTest] = {}
        self._no_signs: dict[str, int] = {}
        self._no_figures: dict[str, float] = {}

    def of(self, report: Report) -> ReportRow:
        """Return the row of a report, and keep nothing else of it."""
        return ReportRow(
            exercise=self._exercises.setdefault(report.exercise, report.exercise),
            learner=report.learner,
            submission=report.submission,
            score=report.score,
            max_score=report.max_score,
            status=report.status,
            tests=self._shared(report),
            tampering=report.tampering or self._no_signs,
            figures=report.figures or self._no_figures,
            seconds=report.seconds,
        )

    def _shared(self, report: Report) -> tuple[ScoredTest, ...]:
        scores = (ScoredTest(test.id, test.points, test.score) for test in report.tests)
        tests = tuple(self._each.setdefault(one, one) for one in scores)
        return self._tests.setdefault(tests, tests)
