"""The course in nbgrader's words: an exercise is an assignment with one notebook, a test is a grade cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from autograder.course import Course
from autograder.errors import HostError
from autograder.gradebook.entries import GradedTest
from autograder.gradebook.models import (
    Assignment,
    Grade,
    GradeCell,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from autograder.gradebook.models import Course as CourseRow
from autograder.gradebook.values import utc

UNCLAIMED = ("", "default_course")  # the course ids that nbgrader's tools write when nobody told them one


def enter_course(session: Session, course_id: str) -> None:
    """Make sure that the course is there, and keep other writers out until this transaction ends."""
    # SQLite has its write lock already; other databases wait for each other on this row.
    if session.scalars(select(CourseRow).where(CourseRow.id == course_id).with_for_update()).first() is None:
        session.add(CourseRow(id=course_id))
        session.flush()


def ensure(session: Session, course: Course, exercise_id: str) -> Any:
    """Return the exercise's notebook in the gradebook, made if need be, with the due date up to date."""
    assignment = session.scalars(select(Assignment).where(Assignment.name == exercise_id)).first()
    if assignment is None:
        assignment = Assignment(name=exercise_id, course_id=course.id)
        session.add(assignment)
    _claim(assignment, course)
    for exercise in course.exercises:
        if exercise.id == exercise_id:
            assignment.duedate = None if exercise.due is None else utc(exercise.due)
    session.flush()
    of_it = select(Notebook).where(Notebook.assignment_id == assignment.id, Notebook.name == exercise_id)
    notebook = session.scalars(of_it).first()
    if notebook is None:
        notebook = Notebook(name=exercise_id, assignment_id=assignment.id)
        session.add(notebook)
        session.flush()
    return notebook


def ensure_tests(
    session: Session, course: Course, exercise_id: str, tests: Sequence[GradedTest]
) -> tuple[Any, list[str]]:
    """Make the exercise's grade cells those of the suite: names and points.

    Returns the notebook, and a remark for each mark that a person gave and that went with its test.
    """
    notebook = ensure(session, course, exercise_id)
    # A markdown cell is graded by people and is none of ours.
    ours = select(GradeCell).where(GradeCell.notebook_id == notebook.id, GradeCell.cell_type == "code")
    cells = {cell.name: cell for cell in session.scalars(ours)}
    for test in tests:
        if test.id in cells:
            cells.pop(test.id).max_score = test.points
        else:
            cell = GradeCell(name=test.id, notebook_id=notebook.id, max_score=test.points, cell_type="code")
            session.add(cell)
    remarks = _remove(session, exercise_id, list(cells.values()))
    session.flush()
    return notebook, remarks


def _claim(assignment: Any, course: Course) -> None:
    if assignment.course_id in UNCLAIMED:
        assignment.course_id = course.id
    if assignment.course_id != course.id:
        raise HostError(
            f"the gradebook holds {assignment.name} of the course {assignment.course_id!r}, and nbgrader "
            "knows one assignment of a name; give each course its own gradebook (course.toml, [gradebook])"
        )


def _remove(session: Session, exercise_id: str, cells: list[Any]) -> list[str]:
    remarks = []
    for cell in sorted(cells, key=lambda cell: str(cell.name)):
        remarks += [
            f"{exercise_id}: the test {cell.name} is no longer in the suite, and with it went what a person "
            f"gave {learner} for it: {marks}"
            for learner, marks in _given_by_hand(session, cell)
        ]
        session.execute(delete(Grade).where(Grade.cell_id == cell.id))
        session.delete(cell)
    return remarks


def _given_by_hand(session: Session, cell: Any) -> list[tuple[str, str]]:
    found = (
        select(SubmittedAssignment.student_id, Grade.manual_score, Grade.extra_credit)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .where(
            Grade.cell_id == cell.id, or_(Grade.manual_score.is_not(None), Grade.extra_credit.is_not(None))
        )
        .order_by(SubmittedAssignment.student_id)
    )
    marks = []
    for learner, score, extra in session.execute(found):
        parts = [
            f"{what} {mark:g}"
            for what, mark in (("score", score), ("extra credit", extra))
            if mark is not None
        ]
        marks.append((learner, ", ".join(parts)))
    return marks
