"""Read everybody's scores from the gradebook, in three statements however many there are."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, case, func, select

from autograder.gradebook.entries import Score
from autograder.gradebook.models import Assignment, Grade, SubmittedAssignment, SubmittedNotebook


def read(connection: Connection, course_id: str) -> Iterator[Score]:
    """Yield a score for each submission: the sum of its grades less its penalty, as nbgrader exports it."""
    maxima: dict[str, float] = {
        assignment: points
        for assignment, points in connection.execute(select(Assignment.id, Assignment.max_score))
    }
    late = select(
        SubmittedNotebook.assignment_id,
        func.coalesce(func.sum(SubmittedNotebook.late_submission_penalty), 0.0),
    ).group_by(SubmittedNotebook.assignment_id)
    penalties: dict[str, float] = {submission: points for submission, points in connection.execute(late)}
    grades = (
        select(
            SubmittedAssignment.id,
            SubmittedAssignment.assignment_id,
            SubmittedAssignment.student_id,
            SubmittedAssignment.timestamp,
            Assignment.name,
            func.coalesce(func.sum(Grade.score), 0.0).label("total"),
            func.coalesce(func.max(case((Grade.needs_manual_grade, 1), else_=0)), 0).label("review"),
        )
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .outerjoin(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .where(Assignment.course_id == course_id)
        .group_by(
            SubmittedAssignment.id,
            SubmittedAssignment.assignment_id,
            SubmittedAssignment.student_id,
            SubmittedAssignment.timestamp,
            Assignment.name,
        )
        .order_by(SubmittedAssignment.student_id, Assignment.name)
    )
    for row in connection.execute(grades):
        penalty = penalties.get(row.id, 0.0)
        yield Score(
            learner=row.student_id,
            exercise=row.name,
            score=max(0.0, row.total - penalty),
            max_score=maxima[row.assignment_id],
            penalty=penalty,
            needs_review=bool(row.review),
            submitted=row.timestamp,
        )
