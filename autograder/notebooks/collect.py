"""`grade collect`: bring in what learners have submitted, by nbgrader's exchange."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course import Course, Exercise
from autograder.errors import UsageError
from autograder.notebooks import layout
from autograder.notebooks.class_run import Handed, handed_in
from autograder.notebooks.submitted import module_in, outline_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What was found of one exercise."""

    exercise: str
    learners: tuple[str, ...]
    empty: tuple[str, ...]  # of these: whose notebook cannot be read, or defines nothing that is graded


def collect(course: Course, exercises: Sequence[Exercise]) -> list[Collected]:
    """Collect from the exchange, where one is configured, and look at what lies in submitted/ then.

    Where there is none, what `nbgrader zip_collect` or a person put there is all there is. Raises
    `UsageError` when there is nothing, and `HostError` when nbgrader cannot collect.
    """
    from autograder.notebooks.steps import Steps

    for exercise in exercises:
        if not layout.master(course, exercise.id).is_file():
            raise UsageError(
                f"{exercise.id} has not been released as a notebook, so nobody can have handed it in. "
                f"Release it first: grade release {exercise.id}"
            )
    steps = Steps(course)
    if steps.has_exchange:
        for exercise in exercises:
            steps.collect(exercise.id)
    handed, _ = handed_in(course, exercises)
    return [
        _found(course, exercise, [one for one in handed if one.exercise == exercise])
        for exercise in exercises
    ]


def _found(course: Course, exercise: Exercise, handed: Sequence[Handed]) -> Collected:
    outline = outline_of(course, exercise)
    learners, empty = [], []
    for one in handed:
        learners.append(one.learner)
        source = module_in(one.path, exercise, outline)[0].source
        if source.startswith(b"raise ImportError") or not any(
            name.encode() in source for name in outline.names
        ):
            empty.append(one.learner)
    return Collected(exercise=exercise.id, learners=tuple(learners), empty=tuple(empty))
