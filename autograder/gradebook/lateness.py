"""What handing in late costs: by the days that begin, less the free days of each learner."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.orm import Session

from autograder.course import Late
from autograder.gradebook.models import Assignment, Grade, SubmittedAssignment, SubmittedNotebook

_DAY = 86_400.0  # seconds


def days_late(seconds: float, policy: Late) -> int:
    """Return how many days late something is: each day that has begun counts, after the grace period."""
    return 0 if seconds <= 60 * policy.grace_minutes else math.ceil(seconds / _DAY)


def charged(days: Sequence[int], policy: Late) -> list[int]:
    """Return the days that cost something, for days late in order of deadlines: free days go first."""
    free = policy.free_days
    result = []
    for number in days:
        used = min(free, number)
        free -= used
        result.append(number - used)
    return result


def penalty(score: float, days: int, policy: Late) -> float:
    """Return the points that are taken off a score."""
    return score * min(policy.percent_a_day * days, policy.most_percent) / 100


def days_of(
    connection: Connection, course_id: str, policy: Late, learners: Iterable[str]
) -> dict[tuple[str, str], int]:
    """Return the days that cost something, by learner and exercise, of all that these learners handed in."""
    submission = select(
        SubmittedAssignment.student_id,
        Assignment.name,
        Assignment.duedate,
        SubmittedAssignment.extension,
        SubmittedAssignment.timestamp,
    ).join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    wanted = set(learners)
    rows: dict[str, list[tuple[datetime, str, int]]] = {}
    for learner, name, due, extension, time in connection.execute(
        submission.where(Assignment.course_id == course_id)
    ):
        if learner in wanted and due is not None and time is not None:
            seconds = (time - due - (extension or timedelta())).total_seconds()
            rows.setdefault(learner, []).append((due, name, days_late(seconds, policy)))
    found: dict[tuple[str, str], int] = {}
    for learner, entries in rows.items():
        entries.sort()
        costs = charged([days for _, _, days in entries], policy)
        found |= {(learner, name): cost for (_, name, _), cost in zip(entries, costs, strict=True)}
    return found


def enter(session: Session, course_id: str, policy: Late, learners: Iterable[str]) -> None:
    """Enter the penalties of everything that these learners handed in, in place of those entered before."""
    names = sorted(set(learners))
    days = days_of(session.connection(), course_id, policy, names)
    scores = (
        select(
            SubmittedNotebook.id,
            SubmittedAssignment.student_id,
            Assignment.name,
            func.coalesce(func.sum(Grade.score), 0.0).label("score"),
        )
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .outerjoin(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .where(Assignment.course_id == course_id)
        .group_by(SubmittedNotebook.id, SubmittedAssignment.student_id, Assignment.name)
    )
    rows = [row for row in session.execute(scores) if row.student_id in names]
    changes = [{"id": row.id, "late_submission_penalty": _points(row, days, policy)} for row in rows]
    if changes:
        session.execute(update(SubmittedNotebook), changes)


def _points(row: Any, days: Mapping[tuple[str, str], int], policy: Late) -> float | None:
    cost = days.get((row.student_id, row.name), 0)
    return penalty(row.score, cost, policy) if cost else None
