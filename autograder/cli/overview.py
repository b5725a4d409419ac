"""`grade` alone: how far the learner is, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

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

_WATCH = Advice("or keep this open beside your editor: it checks whenever you save.", "grade watch")


def overview(context: typer.Context, *, as_json: bool) -> None:
    """Print a row an exercise, and what to do next."""
    course = names.open_course(context)
    if as_json:
        first = next_exercise(course)
        rows = _rows(course, progress.read(course))
        print_json({"course": course.id, "exercises": rows, "next": first.id if first else None})
    else:
        console = open_console()
        offer = _WATCH if console.is_terminal and next_exercise(course) else None
        show(course, console, news=_news(course), offer=offer)
        progress.note_shown(course)


def show(course: Course, console: Console, *, news: Sequence[str] = (), offer: Advice | None = None) -> None:
    """Print a row an exercise, and what to do next."""
    saved = progress.read(course)
    show_overview(course.title, _rows(course, saved), console, advice(course, saved), news=news, offer=offer)


def _news(course: Course) -> list[str]:
    """Say what has changed since these points were shown last, and for how many days it has gone on."""
    saved, gains = progress.read(course), progress.gains(course)
    changes = [
        f"{one.id} finished"
        if gains[one.id] > 0 and saved[one.id].full_marks
        else f"{one.id} {gains[one.id]:+g}"
        for one in course.exercises
        if one.id in gains
    ]
    said = [f"Since last time: {', '.join(changes)}."] if changes else []
    days = progress.streak(course)
    return [*said, f"New points on {days} days in a row."] if days > 1 else said


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
