"""`grade` alone: how far the learner is, and what comes next."""

from __future__ import annotations

import typer
from rich.console import Console

from autograder.cli import names, progress
from autograder.cli.json_output import print_json
from autograder.cli.progress import Saved
from autograder.cli.unwritten import first_unwritten
from autograder.course import Course, Exercise
from autograder.errors import UsageError
from autograder.grading.files import SubmissionFiles
from autograder.render.consoles import Advice, open_console
from autograder.render.overview import Row, show_overview
from autograder.report import plain_number


def overview(context: typer.Context, *, as_json: bool) -> None:
    """Print a row an exercise, and what to do next."""
    course = names.open_course(context)
    if as_json:
        first = next_exercise(course)
        rows = _rows(course, progress.read(course))
        print_json({"course": course.id, "exercises": rows, "next": first.id if first else None})
    else:
        show(course, open_console())


def show(course: Course, console: Console) -> None:
    """Print a row an exercise, and what to do next."""
    saved = progress.read(course)
    show_overview(course.title, _rows(course, saved), console, advice(course, saved))


def next_exercise(course: Course) -> Exercise | None:
    """Return the first exercise without full marks."""
    return _next_exercise(course, progress.read(course))


def following(course: Course, exercise: Exercise) -> Exercise:
    """Return the first exercise after this one that has no full marks, else the one that follows."""
    saved = progress.read(course)
    place = course.exercises.index(exercise)
    others = [*course.exercises[place + 1 :], *course.exercises[:place]]
    open_ones = [one for one in others if one.id not in saved or not saved[one.id].full_marks]
    return next(iter([*open_ones, *others]), exercise)


def advice(course: Course, saved: dict[str, Saved]) -> Advice:
    """Say in a sentence or two what to do next."""
    exercise = _next_exercise(course, saved)
    if exercise is None:
        return Advice("All exercises have full marks. Well done!")
    work = _stub(exercise)
    begin = first_unwritten(work.source) if work else None
    where = names.shortest(exercise.stub)
    what = f"Write {begin.name} in {where}, line {begin.line}" if begin else f"Work on {where}"
    return Advice(f"Next: {exercise.id} {exercise.title}. {what}, then run", f"grade check {exercise.id}")


def _next_exercise(course: Course, saved: dict[str, Saved]) -> Exercise | None:
    """The first without full marks: exercises build on each other."""
    done = {name for name, result in saved.items() if result.full_marks}
    return next((exercise for exercise in course.exercises if exercise.id not in done), None)


def _rows(course: Course, saved: dict[str, Saved]) -> list[Row]:
    return [_row(exercise, saved.get(exercise.id)) for exercise in course.exercises]


def _row(exercise: Exercise, result: Saved | None) -> Row:
    work = _stub(exercise)
    return Row(
        id=exercise.id,
        title=exercise.title,
        score=plain_number(result.score) if result else None,
        max_score=plain_number(exercise.points),
        edited=bool(result and work and work.digest != result.submission),
    )


def _stub(exercise: Exercise) -> SubmissionFiles | None:
    try:
        return SubmissionFiles.read(exercise.stub)
    except UsageError:
        return None  # `grade check` says what is wrong with it
