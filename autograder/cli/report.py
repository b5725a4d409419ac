"""`grade report`: a page with the learner's progress."""

from __future__ import annotations

import webbrowser
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from autograder import atomic
from autograder.cli import names, overview, progress
from autograder.course import Course, Exercise
from autograder.errors import HostError, UsageError
from autograder.grading.files import SubmissionFiles
from autograder.render.consoles import Advice, open_console, paragraph, show_advice
from autograder.render.pages import Book, Chapter, page

_DAY, _MINUTE = "%-d %B %Y", "%-d %B %Y, %H:%M"


def report(
    context: typer.Context,
    exercise: Annotated[
        str | None,
        typer.Argument(
            metavar="EX",
            help="Such as ex03, 3 or tensor_ops; without it, the whole course.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Where to put the page: a file. Without it, a file in the course's folder results.",
            show_default=False,
        ),
    ] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Make a page of your last checks, to look at in a browser.

    It shows the verdicts, how trainings went, and images that a network got wrong.
    """
    course = names.open_course(context, check_files=False)
    chosen = (course.exercise(exercise),) if exercise else course.exercises
    if exercise and chosen[0].id not in progress.read(course):
        raise UsageError(
            f"{chosen[0].id} has not been checked yet, so there is nothing to report. "
            f"First run: grade check {chosen[0].id}"
        )
    path = out or course.root / "results" / f"{chosen[0].id if exercise else 'report'}.html"
    _write(path, page(_book(course, chosen, whole=exercise is None)))
    paragraph(open_console(), f"The page is in {names.shortest(path)}.")
    if open_it and not webbrowser.open(path.resolve().as_uri()):
        told = Advice("No browser could be opened here. Give this address to yours:", path.resolve().as_uri())
        show_advice(open_console(stderr=True), told)


def _book(course: Course, exercises: tuple[Exercise, ...], *, whole: bool) -> Book:
    saved = progress.read(course)
    chapters = tuple(_chapter(course, one, saved.get(one.id)) for one in exercises)
    next_step = overview.advice(course, saved) if whole else None
    return Book(
        title=course.title,
        chapters=chapters,
        made=f"{datetime.now():{_DAY}}",
        advice=next_step.text if next_step else "",
        command=next_step.command if next_step else "",
    )


def _chapter(course: Course, exercise: Exercise, saved: progress.Saved | None) -> Chapter:
    empty = Chapter(id=exercise.id, title=exercise.title, max_score=exercise.points)
    if saved is None:
        return empty
    return Chapter(
        id=empty.id,
        title=empty.title,
        max_score=empty.max_score,
        score=saved.score,
        edited=_digest(exercise) != saved.submission,
        checked=_time(progress.report_path(course, exercise.id)),
        report=progress.read_report(course, exercise.id),
        file=names.shortest(exercise.stub),
    )


def _digest(exercise: Exercise) -> str:
    try:
        return SubmissionFiles.read(exercise.stub).digest
    except UsageError:
        return ""


def _time(path: Path) -> str:
    try:
        return f"{datetime.fromtimestamp(path.stat().st_mtime):{_MINUTE}}"
    except OSError:
        return ""


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write(path, text.encode())
    except OSError as error:
        raise HostError(f"the page was not written: {error.strerror}: {error.filename or path}") from error
