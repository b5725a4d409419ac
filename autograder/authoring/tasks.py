"""What there is to grade for an author, and what grades it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from autograder.course import Exercise
from autograder.grading.files import SubmissionFiles
from autograder.grading.trial import Trial
from autograder.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One submission to grade."""

    exercise: Exercise
    files: SubmissionFiles
    trial: Trial | None = None  # None: all tests run


# Yields numbers of tasks with their reports as they finish; raises `GraderError`.
Grade: TypeAlias = Callable[[Sequence[Task]], Iterator[tuple[int, Report]]]
