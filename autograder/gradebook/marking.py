"""What a gradebook says of each test and each function, with what people set and wrote by hand."""

from __future__ import annotations

from sqlalchemy import Connection, select

from autograder.gradebook.entries import Marks
from autograder.gradebook.models import (
    Assignment,
    Comment,
    Grade,
    GradeCell,
    SolutionCell,
    SubmittedAssignment,
    SubmittedNotebook,
)


def read(connection: Connection, course_id: str, exercise: str) -> dict[str, Marks]:
    """Return everybody's marks for one exercise, by learner."""
    found: dict[str, Marks] = {}
    sheets = (
        select(
            SubmittedAssignment.student_id, SubmittedNotebook.id, SubmittedNotebook.late_submission_penalty
        )
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(Assignment.course_id == course_id, Assignment.name == exercise)
    )
    for learner, sheet, penalty in connection.execute(sheets).all():
        grades = connection.execute(
            select(GradeCell.name, Grade.score, Grade.manual_score, Grade.extra_credit)
            .join(GradeCell, GradeCell.id == Grade.cell_id)
            .where(Grade.notebook_id == sheet)
        ).all()
        comments = connection.execute(
            select(SolutionCell.name, Comment.manual_comment)
            .join(SolutionCell, SolutionCell.id == Comment.cell_id)
            .where(Comment.notebook_id == sheet, Comment.manual_comment.is_not(None))
            .order_by(SolutionCell.name)
        ).all()
        found[learner] = Marks(
            scores={name: score or 0.0 for name, score, _, _ in grades},
            by_hand=frozenset(name for name, _, manual, _ in grades if manual is not None),
            extra={name: extra for name, _, _, extra in grades if extra},
            penalty=penalty or 0.0,
            comments=tuple((name, text) for name, text in comments if text),
        )
    return found
