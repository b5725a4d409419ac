"""Who takes the course, as nbgrader's gradebook keeps it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from autograder.errors import InternalError
from autograder.gradebook.entries import Learner
from autograder.gradebook.models import Student
from autograder.gradebook.values import storable


def enrol(session: Session, learners: Iterable[Learner]) -> None:
    """Add the learners that the gradebook lacks, and bring the others' names and addresses up to date."""
    known = {student.id: student for student in session.scalars(select(Student))}
    for learner in learners:
        name = storable(learner.id)
        if not name:
            raise InternalError("a learner without a name cannot stand in the gradebook")
        if name not in known:
            known[name] = Student(id=name)
            session.add(known[name])
        for field in ("first_name", "last_name", "email"):
            value = getattr(learner, field)
            if value:
                setattr(known[name], field, storable(value))
    session.flush()
