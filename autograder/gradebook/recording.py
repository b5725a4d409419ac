"""Enter a batch of reports for one exercise, in a handful of statements for each few hundred learners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from autograder.errors import InternalError
from autograder.gradebook.entries import Graded
from autograder.gradebook.models import (
    Comment,
    Grade,
    GradeCell,
    SolutionCell,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from autograder.gradebook.values import storable, utc

AT_ONCE = 500  # learners whose grades are in memory together; SQLite takes 999 values in a statement


def by_exercise(reports: Iterable[Graded]) -> dict[str, list[Graded]]:
    """Sort reports by exercise; of several for one learner the last one counts.

    All reports of an exercise must come from one suite, since the gradebook holds its tests once for
    everybody.
    """
    latest = {(report.exercise, storable(report.learner)): report for report in reports}
    batches: dict[str, list[Graded]] = {}
    for (exercise, learner), report in sorted(latest.items()):
        batch = batches.setdefault(exercise, [])
        batch.append(report)
        if not learner or not report.tests:
            missing = "tests" if learner else "a learner"
            raise InternalError(f"{exercise}: a report without {missing} is no grade")
        if _suite(report) != _suite(batch[0]):
            raise InternalError(
                f"{exercise}: the reports of {batch[0].learner!r} and {report.learner!r} come from different "
                "versions of its suite; grade all its submissions again"
            )
    return batches


def enter(
    session: Session, notebook: Any, reports: Sequence[Graded], submitted: Mapping[tuple[str, str], datetime]
) -> None:
    """Record the reports of one exercise, whose notebook and grade cells stand in the gradebook already."""
    sheets = _ensure_sheets(session, notebook, reports, submitted)
    cells, solutions = _cells(session, notebook), _solution_cells(session, notebook)
    graded = {sheets[storable(report.learner)]: report for report in reports}
    everybody = sorted(sheets.values())
    for start in range(0, len(everybody), AT_ONCE):
        some = everybody[start : start + AT_ONCE]
        _enter_grades(session, some, graded, cells)
        _ensure_comments(session, some, solutions)


def _enter_grades(
    session: Session, sheets: Sequence[str], graded: Mapping[str, Graded], cells: Mapping[str, str]
) -> None:
    """Record the grades on some sheets; those that are not graded now lack grades for tests that are new."""
    known = _grades(session, sheets, list(cells.values()))
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for sheet in sheets:
        if sheet not in graded:
            new += [_grade(sheet, cell, None) for cell in cells.values() if (sheet, cell) not in known]
            continue
        for test in graded[sheet].tests:
            grade = known.get((sheet, cells[test.id]))
            if grade is None:
                new.append(_grade(sheet, cells[test.id], test.score))
            elif grade.auto_score != test.score or (grade.needs_manual_grade and grade.manual_score is None):
                # As nbgrader does: a score that a person set stays, and is to be looked at again.
                review = grade.manual_score is not None
                changed.append({"id": grade.id, "auto_score": test.score, "needs_manual_grade": review})
    _insert(session, Grade, new)
    _update(session, Grade, changed)


def _suite(report: Graded) -> list[tuple[str, float]]:
    return [(test.id, test.points) for test in report.tests]


def _ensure_sheets(
    session: Session, notebook: Any, reports: Sequence[Graded], submitted: Mapping[tuple[str, str], datetime]
) -> dict[str, str]:
    """Return the id of every learner's submitted notebook, made for those who had none."""
    submissions = _ensure_submissions(session, notebook.assignment_id, reports, submitted)
    found = select(SubmittedNotebook.assignment_id, SubmittedNotebook.id).where(
        SubmittedNotebook.notebook_id == notebook.id
    )
    sheets: dict[str, str] = {submission: sheet for submission, sheet in session.execute(found)}
    missing = [
        {"id": new_uuid(), "assignment_id": submission, "notebook_id": notebook.id}
        for submission in submissions.values()
        if submission not in sheets
    ]
    _insert(session, SubmittedNotebook, missing)
    sheets |= {row["assignment_id"]: row["id"] for row in missing}
    return {learner: sheets[submission] for learner, submission in submissions.items()}


def _ensure_submissions(
    session: Session,
    assignment: str,
    reports: Sequence[Graded],
    submitted: Mapping[tuple[str, str], datetime],
) -> dict[str, str]:
    """Return the id of every learner's submission, made for those who had none."""
    found = select(SubmittedAssignment.student_id, SubmittedAssignment.id).where(
        SubmittedAssignment.assignment_id == assignment
    )
    submissions: dict[str, str] = {learner: submission for learner, submission in session.execute(found)}
    new, dated = [], []
    for report in reports:
        learner = storable(report.learner)
        given = submitted.get((report.learner, report.exercise))
        time = None if given is None else utc(given)
        if learner not in submissions:
            submissions[learner] = new_uuid()
            row = {"id": submissions[learner], "assignment_id": assignment, "student_id": learner}
            new.append({**row, "timestamp": time})
        elif time is not None:
            dated.append({"id": submissions[learner], "timestamp": time})
    _insert(session, SubmittedAssignment, new)
    _update(session, SubmittedAssignment, dated)
    return submissions


def _ensure_comments(session: Session, sheets: Sequence[str], cells: Sequence[str]) -> None:
    """Make room for comments on solution cells, which nbgrader's feedback asks for in every submission."""
    if not cells:
        return
    found = select(Comment.notebook_id, Comment.cell_id).where(
        Comment.cell_id.in_(cells), Comment.notebook_id.in_(sheets)
    )
    known = {(sheet, cell) for sheet, cell in session.execute(found)}
    rows = [
        {"notebook_id": sheet, "cell_id": cell}
        for sheet in sheets
        for cell in cells
        if (sheet, cell) not in known
    ]
    _insert(session, Comment, rows)


def _solution_cells(session: Session, notebook: Any) -> list[str]:
    return list(session.scalars(select(SolutionCell.id).where(SolutionCell.notebook_id == notebook.id)))


def _cells(session: Session, notebook: Any) -> dict[str, str]:
    found = select(GradeCell.name, GradeCell.id).where(
        GradeCell.notebook_id == notebook.id, GradeCell.cell_type == "code"
    )
    return {name: cell for name, cell in session.execute(found)}


def _grades(session: Session, sheets: Sequence[str], cells: Sequence[str]) -> dict[tuple[str, str], Any]:
    columns = (Grade.id, Grade.auto_score, Grade.manual_score, Grade.needs_manual_grade)
    # By the cells too: nbgrader's index has them first, and without it every grade of the course is read.
    found = select(Grade.notebook_id, Grade.cell_id, *columns).where(
        Grade.cell_id.in_(cells), Grade.notebook_id.in_(sheets)
    )
    return {(row.notebook_id, row.cell_id): row for row in session.execute(found)}


def _grade(sheet: str, cell: str, score: float | None) -> dict[str, Any]:
    return {"notebook_id": sheet, "cell_id": cell, "auto_score": score, "needs_manual_grade": score is None}


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _update(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(update(table), rows)
