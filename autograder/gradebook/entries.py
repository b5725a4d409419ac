"""What goes into the gradebook besides reports, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class GradedTest(Protocol):
    """What the gradebook keeps of a test."""

    @property
    def id(self) -> str: ...
    @property
    def points(self) -> float: ...
    @property
    def score(self) -> float: ...


class Graded(Protocol):
    """What the gradebook keeps of a submission: a `Report` has it, and its row (`ReportRow`)."""

    @property
    def exercise(self) -> str: ...
    @property
    def learner(self) -> str: ...
    @property
    def tests(self) -> Sequence[GradedTest]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """One learner. What is empty is not known, and leaves what the gradebook has."""

    id: str  # what submissions are filed under
    first_name: str = ""
    last_name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one learner has for one exercise, with what people changed by hand and less the penalty."""

    learner: str
    exercise: str
    score: float
    max_score: float
    penalty: float = 0.0  # for lateness; already taken off `score`
    needs_review: bool = False  # a person has to look at it
    submitted: datetime | None = None  # UTC, without a time zone, as nbgrader keeps it

    @property
    def status(self) -> str:
        """The state in one word, for tables."""
        return "review" if self.needs_review else "graded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What one learner has for each test of one exercise, with what people set and wrote by hand."""

    scores: Mapping[str, float]  # by test, extra credit included
    by_hand: frozenset[str]  # tests whose score a person set
    extra: Mapping[str, float]  # extra credit, by test
    penalty: float  # for lateness, in points; not yet taken off
    comments: tuple[tuple[str, str], ...]  # function, and what a person wrote about it
