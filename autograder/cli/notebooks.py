"""`grade release`, `grade collect` and `grade feedback`: a course in nbgrader's course folder."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from autograder.cli import names
from autograder.cli.json_output import print_json
from autograder.cli.waiting import waiting
from autograder.course import Course, Exercise
from autograder.errors import UsageError
from autograder.render.consoles import open_console, paragraph

_Exercises = Annotated[
    list[str] | None,
    typer.Argument(metavar="EX", help="Such as ex03 or 3; several may be named.", show_default=False),
]
_Json = Annotated[bool, typer.Option("--json", help="Print what was done as one JSON object.")]


def release(
    context: typer.Context,
    exercises: _Exercises = None,
    everything: Annotated[bool, typer.Option("--all", help="Release every exercise of the course.")] = False,
    init: Annotated[
        bool, typer.Option("--init", help="Write nbgrader_config.py, and release only what is named.")
    ] = False,
    as_json: _Json = False,
) -> None:
    """Make nbgrader assignments of exercises: source/, release/, and the exchange if there is one."""
    from autograder.notebooks.settings import ensure_config

    course = names.open_course(context)
    chosen = list(course.exercises) if everything else _named(course, exercises or [])
    if not chosen and not init:
        raise UsageError("name the exercises to release, such as ex03, or say --all")
    config = ensure_config(course)
    if config is not None and not as_json:
        paragraph(
            open_console(), f"wrote {names.shortest(config)}: what nbgrader is to know; yours to change"
        )
    released = []
    if chosen:
        from autograder.notebooks.release import release as make

        with waiting("Releasing", silent=as_json):
            released = make(course, chosen)
    if as_json:
        print_json(
            {
                "config": None if config is None else str(config),
                "released": [dataclasses.asdict(one) | {"folder": str(one.folder)} for one in released],
            }
        )
        return
    for one in released:
        where = " and the exchange" if one.exchange else ""
        helpers = (
            f"; learners can read these helpers of the suite: {', '.join(one.helpers)}" if one.helpers else ""
        )
        paragraph(
            open_console(),
            f"{one.exercise}: in {names.shortest(one.folder)}{where}. {one.local} of {one.tests} tests run "
            f"in the notebook{helpers}.",
        )


def collect(context: typer.Context, exercises: _Exercises = None, as_json: _Json = False) -> None:
    """Collect what learners have submitted through nbgrader, and say who has."""
    from autograder.notebooks.collect import collect as bring

    course = names.open_course(context)
    chosen = _named(course, exercises or [])
    if not chosen:
        raise UsageError("name the exercise to collect, such as ex03")
    with waiting("Collecting", silent=as_json):
        found = bring(course, chosen)
    if as_json:
        print_json({"collected": found})
        return
    console = open_console()
    for one in found:
        paragraph(console, f"{one.exercise}: {len(one.learners)} submitted ({', '.join(one.learners)})")
        if one.empty:
            paragraph(
                console, f"Nothing to grade in the notebooks of: {', '.join(one.empty)}", style="yellow"
            )
    paragraph(console, f"Next: grade all --from-nbgrader {found[0].exercise}")


def feedback(context: typer.Context, exercises: _Exercises = None, as_json: _Json = False) -> None:
    """Write a page of feedback for each learner, where `nbgrader release_feedback` takes it."""
    from autograder.notebooks.feedback import write

    course = names.open_course(context)
    chosen = _named(course, exercises or [])
    if not chosen:
        raise UsageError("name the exercise to give feedback on, such as ex03")
    written = {exercise.id: write(course, exercise) for exercise in chosen}
    if as_json:
        print_json({"feedback": {name: [str(path) for path in paths] for name, paths in written.items()}})
        return
    for name, paths in written.items():
        paragraph(open_console(), f"{name}: {len(paths)} pages, in feedback/<learner>/{name}/{name}.html")
        paragraph(open_console(), f"To let learners fetch them: nbgrader release_feedback {name}")


def _named(course: Course, given: list[str]) -> list[Exercise]:
    return list({exercise.id: exercise for exercise in map(course.exercise, given)}.values())
