"""nbgrader's gradebook, with the three things that a grader does with one.

nbgrader and SQLAlchemy take a second or two to import, so the modules that need them are imported where a
gradebook is opened.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from autograder.course import Course
from autograder.gradebook.entries import Graded, Learner, Marks, Score

if TYPE_CHECKING:
    from sqlalchemy import Engine


@contextlib.contextmanager
def open_gradebook(course: Course) -> Iterator[Gradebook]:
    """Open the gradebook that course.toml names, and make an empty one where there is none.

    Whatever the database refuses, inside the `with` too, is a `HostError` of one line with the remedy.
    """
    from autograder.gradebook.database import database

    with database(course.gradebook_url) as engine:
        yield Gradebook(course, engine)


class Gradebook:
    """One course's gradebook. Each call is one transaction: it happens as a whole or not at all.

    Calls raise `HostError` where the database refuses.
    """

    def __init__(self, course: Course, engine: Engine) -> None:
        self._course = course
        self._engine = engine

    def prepare(self, learners: Iterable[Learner] = ()) -> None:
        """Make sure that the course's exercises and these learners stand in the gradebook."""
        from autograder.gradebook import assignments, roster
        from autograder.gradebook.database import writing

        expected = list(learners)
        with writing(self._engine) as session:
            assignments.enter_course(session, self._course.id)
            for exercise in self._course.exercises:
                assignments.ensure(session, self._course, exercise.id)
            roster.enrol(session, expected)

    def record(
        self, reports: Iterable[Graded], submitted: Mapping[tuple[str, str], datetime] | None = None
    ) -> tuple[str, ...]:
        """Enter the reports, in place of what was recorded for the same learner and exercise.

        What people entered by hand (manual scores, extra credit, comments, penalties) stays. `submitted` says
        when, by learner and exercise. Returns remarks for the instructor: marks given by hand that had to go,
        because their test is no longer in the suite.
        """
        from autograder.gradebook import assignments, recording, roster
        from autograder.gradebook.database import writing

        batches = recording.by_exercise(reports)
        times = {} if submitted is None else submitted
        remarks: list[str] = []
        with writing(self._engine) as session:
            assignments.enter_course(session, self._course.id)
            learners = {report.learner for batch in batches.values() for report in batch}
            roster.enrol(session, [Learner(id=name) for name in sorted(learners)])
            for exercise, batch in batches.items():
                notebook, gone = assignments.ensure_tests(session, self._course, exercise, batch[0].tests)
                recording.enter(session, notebook, batch, times)
                remarks += gone
        return tuple(remarks)

    def penalize(self, learners: Iterable[str]) -> None:
        """Enter what being late costs these learners, by the course's rules; without rules, nothing changes.

        All their submissions are looked at, since an exercise that is due earlier uses up free days first.
        """
        from autograder.gradebook import lateness
        from autograder.gradebook.database import writing

        if not self._course.late.costs:
            return
        with writing(self._engine) as session:
            lateness.enter(session, self._course.id, self._course.late, learners)

    def marks(self, exercise: str) -> dict[str, Marks]:
        """Return what stands in the gradebook for each test of an exercise, by learner."""
        from autograder.gradebook.marking import read

        with self._engine.connect() as connection:
            return read(connection, self._course.id, exercise)

    def scores(self) -> tuple[Score, ...]:
        """Return what everybody has who submitted something, by learner and exercise."""
        from autograder.gradebook.database import reading
        from autograder.gradebook.scores import read

        with reading(self._engine) as connection:
            return tuple(read(connection, self._course.id))
