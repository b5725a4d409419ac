"""`grade diff`, `grade reset` and `grade show`: a learner's file beside the stub and the solution."""

from __future__ import annotations

import difflib
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from autograder import atomic
from autograder.cli import names, progress
from autograder.cli.json_output import print_json
from autograder.course import Course, Exercise
from autograder.errors import CourseError, HostError, UsageError
from autograder.grading.files import SubmissionFiles
from autograder.render.consoles import Advice, open_console, paragraph, show_advice
from autograder.render.sources import show_beside, show_diff
from autograder.report import plain_number

_Exercise = Annotated[
    str, typer.Argument(metavar="EX", help="Such as ex03, 3 or tensor_ops.", show_default=False)
]


def diff(context: typer.Context, exercise: _Exercise) -> None:
    """Show what you have changed since you got the file."""
    course = names.open_course(context, check_files=False)
    chosen = course.exercise(exercise)
    names.check_present(chosen)
    work = SubmissionFiles.read(chosen.stub)
    if unreadable := work.not_text():
        raise UsageError(f"{unreadable}. `grade reset {chosen.id}` begins anew, and keeps a copy.")
    mine = work.source.decode("utf-8-sig", "replace")
    shown = names.shortest(chosen.stub)
    lines = list(
        difflib.unified_diff(
            _stub(course, chosen).splitlines(),
            mine.splitlines(),
            f"{shown} at first",
            f"{shown} now",
            lineterm="",
        )
    )
    if lines:
        show_diff(lines, open_console())
    else:
        paragraph(open_console(), f"{shown} is as you got it.")


def reset(
    context: typer.Context,
    exercise: _Exercise,
    sure: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Begin an exercise anew. Your file is kept as a copy."""
    course = names.open_course(context, check_files=False)
    chosen = course.exercise(exercise)
    shown = names.shortest(chosen.stub)
    if _content(chosen) == _stub(course, chosen).encode():
        paragraph(open_console(), f"{shown} is as you got it: there is nothing to reset.")
        return
    if not sure and not _confirmed(f"Put {shown} back to how you got it?"):
        paragraph(open_console(), "Nothing was changed.")
        raise typer.Exit(1)
    console, done = open_console(), put_back(course, chosen)
    paragraph(console, done.text)
    if done.copy:
        show_advice(console, Advice("What you had is kept as", done.copy))


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """What a reset did."""

    text: str  # a sentence
    copy: str  # the path of what the file was, or "" where there was nothing to keep


def put_back(course: Course, exercise: Exercise) -> PutBack:
    """Make an exercise's file what it was at first, and keep a copy of what it is; raises `HostError`."""
    shown, fresh, old = names.shortest(exercise.stub), _stub(course, exercise), _content(exercise)
    try:
        copy = _keep_copy(course, exercise, old) if old else None
        exercise.stub.parent.mkdir(parents=True, exist_ok=True)
        atomic.write(exercise.stub, fresh.encode())
    except OSError as error:
        raise HostError(f"{shown} was not reset: {error.strerror}: {error.filename}") from error
    return PutBack(text=f"{shown} is as you got it.", copy=names.shortest(copy) if copy else "")


def _content(exercise: Exercise) -> bytes:
    return exercise.stub.read_bytes() if exercise.stub.is_file() else b""


def show(
    context: typer.Context,
    exercise: _Exercise,
    as_json: Annotated[bool, typer.Option("--json", help="Print both sources as one JSON object.")] = False,
) -> None:
    """After full marks, compare your code with the solution, function by function."""
    course = names.open_course(context, check_files=False)
    chosen = course.exercise(exercise)
    names.check_present(chosen)
    work = SubmissionFiles.read(chosen.stub)
    _check_finished(course, chosen, work)
    reference = _reference(chosen)
    mine = work.source.decode("utf-8-sig", "replace")
    if as_json:
        print_json({"exercise": chosen.id, "yours": mine, "reference": reference})
    else:
        show_beside(mine, reference, open_console())


def _check_finished(course: Course, exercise: Exercise, work: SubmissionFiles) -> None:
    """Raise `UsageError` unless this very file has full marks."""
    saved = progress.read(course).get(exercise.id)
    if saved and saved.full_marks and saved.submission == work.digest:
        return
    if saved is None:
        state = "has not been checked yet"
    elif saved.submission != work.digest:
        state = "was edited since it was checked"
    else:
        state = f"has {plain_number(saved.score)} of {plain_number(saved.max_score)} points"
    raise UsageError(
        f"The solution is for afterwards, and {exercise.id} {state}. "
        f"`grade check {exercise.id}` grades it; `grade hint {exercise.id}` helps."
    )


def _stub(course: Course, exercise: Exercise) -> str:
    from autograder.authoring.stubs import stub_of

    try:
        return stub_of(course, exercise)
    except CourseError as error:
        raise CourseError(
            f"What {exercise.id} looked like at first cannot be known here: {error}. Get the file again from "
            "where you got the course."
        ) from error


def _reference(exercise: Exercise) -> str:
    from autograder.authoring.regions import without_marks

    try:
        return without_marks(exercise.solution.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"The solution of {exercise.id} is not in this copy of the course.") from error


def _keep_copy(course: Course, exercise: Exercise, content: bytes) -> Path:
    folder = course.root / ".torchgrade" / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{exercise.module}-{datetime.now():%Y%m%d-%H%M%S-%f}.py"
    with path.open("xb") as file:  # never over an older copy
        file.write(content)
    return path


def _confirmed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise UsageError(f"{question} Say --yes: nobody can answer here.")
    return typer.confirm(question)
