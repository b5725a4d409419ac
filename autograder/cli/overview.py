"""`grade` alone: how far the learner is, and what comes next."""

from __future__ import annotations

import os
from collections.abc import Sequence

import typer
from rich.console import Console

from autograder.cli import names, progress
from autograder.cli.json_output import print_json
from autograder.cli.next_function import definitions, first_failed, first_unwritten
from autograder.cli.progress import Saved
from autograder.course import Course, Exercise
from autograder.errors import UsageError
from autograder.grading.files import SubmissionFiles
from autograder.render.consoles import Advice, open_console
from autograder.render.overview import Row, show_overview
from autograder.report import plain_number

_ANEW = (
    "Your points begin anew: .torchgrade/progress.json cannot be read. The next check keeps it as "
    "progress.json.old; your code is not touched."
)
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


def show(
    course: Course,
    console: Console,
    *,
    news: Sequence[str] = (),
    offer: Advice | None = None,
    saving: bool = False,
) -> None:
    """Print a row an exercise, and what to do next."""
    saved = progress.read(course)
    next_step = advice(course, saved, saving=saving)
    show_overview(course.title, _rows(course, saved), console, next_step, news=news, offer=offer)


def _news(course: Course) -> list[str]:
    """Say what has changed since these points were shown last, and for how many days it has gone on."""
    if progress.unreadable(course):
        return [_ANEW]
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


def advice(course: Course, saved: dict[str, Saved], *, saving: bool = False) -> Advice:
    """Say in a sentence or two what to do next; `saving` says that to save a file grades it."""
    exercise = _next_exercise(course, saved)
    if exercise is None:
        return Advice("All exercises have full marks. Well done!")
    start, where = f"Next: {exercise.id} {exercise.title}.", names.shortest(exercise.stub)
    if not os.path.lexists(exercise.stub):
        return Advice(f"{start} {where} is missing; get it back with", f"grade reset {exercise.id}")
    text = f"{start} {_task(course, exercise, where)}, then"
    return Advice(f"{text} save it.") if saving else Advice(f"{text} run", f"grade check {exercise.id}")


def _task(course: Course, exercise: Exercise, where: str) -> str:
    """Say which function to mend or to write; `grade check` and `grade hint` mean the same one."""
    work = _stub(exercise)
    if work is None:
        return f"Work on {where}"
    last = progress.read_report(course, exercise.id)
    lines = definitions(work.source)
    wrong = first_failed(last, lines) if last and last.submission == work.digest else None
    if wrong:
        return f"Mend {wrong} in {where}, line {lines[wrong]}"
    begin = first_unwritten(work.source)
    return f"Write {begin.name} in {where}, line {begin.line}" if begin else f"Work on {where}"


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
        missing=not os.path.lexists(exercise.stub),
    )


def _stub(exercise: Exercise) -> SubmissionFiles | None:
    try:
        return SubmissionFiles.read(exercise.stub)
    except UsageError:
        return None  # `grade check` says what is wrong with it
