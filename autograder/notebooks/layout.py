"""The parts of nbgrader's course folder: beside course.toml, under the names that nbgrader gives them."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course

CHECKS = "checks"  # beside a notebook: what learners check it with
SOURCE, RELEASE, SUBMITTED, AUTOGRADED, FEEDBACK = "source", "release", "submitted", "autograded", "feedback"
CARRIED = ("timestamp.txt", "submission_secret.txt")  # files of the exchange that go with a submission


def master(course: Course, exercise_id: str) -> Path:
    """Return the instructor's notebook of an exercise."""
    return course.root / SOURCE / exercise_id / f"{exercise_id}.ipynb"


def of_learner(course: Course, step: str, learner: str, exercise_id: str) -> Path:
    """Return a learner's notebook in one of the steps."""
    return course.root / step / learner / exercise_id / f"{exercise_id}.ipynb"
