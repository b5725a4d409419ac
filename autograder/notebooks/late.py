"""What nbgrader asks when a notebook came late: the course's own rules answer, as in `grade all`."""

from __future__ import annotations

from pathlib import Path

from nbgrader.plugins import BasePlugin  # type: ignore[import-untyped]  # nbgrader ships no types
from sqlalchemy import create_engine

from autograder.course import FILE_NAME, load
from autograder.gradebook import lateness


class LatePenalty(BasePlugin):  # type: ignore[misc]
    """Takes percents off for each day that has begun, by [late] in course.toml."""

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Return the points to take off, or None for nothing; nbgrader calls it for late notebooks alone."""
        step = self.parent  # AssignLatePenalties, which knows the assignment and the gradebook
        course = load(Path(step.parent.parent.coursedir.root) / FILE_NAME, check_files=False)
        if not course.late.costs:
            return None
        engine = create_engine(step.db_url)
        try:
            with engine.connect() as connection:
                days = lateness.days_of(connection, course.id, course.late, [student_id])
        finally:
            engine.dispose()
        cost = days.get((student_id, step.assignment_id), 0)
        return lateness.penalty(score, cost, course.late) if cost else None
