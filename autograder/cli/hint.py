"""`grade hint`: one hint more each time that it is asked for."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.console import Console

from autograder import hints
from autograder.cli import names, progress
from autograder.cli.json_output import print_json
from autograder.cli.next_function import first_failed, first_unwritten
from autograder.course import Course, Exercise
from autograder.errors import CourseError, UsageError
from autograder.render.consoles import open_console
from autograder.render.hints import show_hint


def hint(
    context: typer.Context,
    exercise: Annotated[
        str, typer.Argument(metavar="EX", help="Such as ex03, 3 or tensor_ops.", show_default=False)
    ],
    function: Annotated[
        str | None,
        typer.Argument(
            metavar="FUNCTION",
            help="A function or class of the exercise; without it, the first that failed a test in your "
            "last check, or else the first that is not written yet.",
            show_default=False,
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Show all that you have had, and no new one.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the hints as one JSON object.")] = False,
) -> None:
    """Get a hint, one level deeper each time. The last one nearly gives the answer away."""
    course = names.open_course(context, check_files=False)
    shown = next_hint(course, course.exercise(exercise), function, again=again)
    if as_json:
        print_json(shown)
    else:
        show(shown, open_console())


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Some of a function's hints."""

    exercise: str
    function: str
    hints: list[str]
    taken: int  # the number of the last of them
    of: int  # how many there are


def next_hint(course: Course, exercise: Exercise, function: str | None, *, again: bool = False) -> Shown:
    """Take a function's next hint, or with `again` return those that were taken; raises `GraderError`."""
    every = _hints(exercise)
    name = _function(course, exercise, every, function)
    had = min(hints.taken(course).get(exercise.id, {}).get(name, 0), len(every[name]))
    count = had if again else min(had + 1, len(every[name]))
    if count > had:
        hints.take(course, exercise.id, name, count)
    said = every[name][:count] if again else every[name][count - 1 : count]
    return Shown(exercise=exercise.id, function=name, hints=said, taken=count, of=len(every[name]))


def show(shown: Shown, console: Console) -> None:
    """Print hints."""
    title = f"{shown.exercise} {shown.function}"
    others = f"For another function: grade hint {shown.exercise} NAME"
    show_hint(title, shown.hints, shown.taken, shown.of, console, others=others)


def _hints(exercise: Exercise) -> dict[str, list[str]]:
    try:
        text = exercise.hints.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(
            f"exercises/hints/{exercise.hints.name}: the hints of {exercise.id} cannot be read: {error}"
        ) from error
    found = {name: [said for _, said in pairs] for name, pairs in hints.sections(text).items() if pairs}
    if not found:
        raise CourseError(f"exercises/hints/{exercise.hints.name}: there are no hints in it")
    return found


def _function(course: Course, exercise: Exercise, every: dict[str, list[str]], wanted: str | None) -> str:
    """Return the function that a hint is wanted for; raises `UsageError`."""
    if wanted is None:
        return (
            first_failed(progress.read_report(course, exercise.id), every)
            or _unwritten(exercise, every)
            or _ask_for_name(exercise, every)
        )
    if wanted in every:
        return wanted
    close = [name for name in every if _letters(wanted) in _letters(name)]
    if len(close) == 1:
        return close[0]
    near = difflib.get_close_matches(wanted, every, n=1)
    meant = f" Did you mean {near[0]}?" if near else ""
    raise UsageError(
        f"{exercise.id} has no hints for {wanted!r}.{meant} There are hints for {', '.join(every)}."
    )


def _unwritten(exercise: Exercise, every: dict[str, list[str]]) -> str | None:
    try:
        begin = first_unwritten(exercise.stub.read_bytes())
    except OSError:
        begin = None
    if begin is None:
        return next(iter(every)) if len(every) == 1 else None
    return next((name for name in (begin.name, begin.name.partition(".")[0]) if name in every), None)


def _ask_for_name(exercise: Exercise, every: dict[str, list[str]]) -> str:
    first = next(iter(every))
    raise UsageError(
        f"Everything in {exercise.id} is written. Say which function you want a hint for: "
        f"{', '.join(every)}. Example: grade hint {exercise.id} {first}"
    )


def _letters(name: str) -> str:
    """A name as it is said: OneHot and one_hot are one."""
    return name.replace("_", "").lower()
