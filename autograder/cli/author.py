"""`grade author`: build the stubs, and prove that every exercise is fair and strict."""

from __future__ import annotations

import dataclasses
import functools
from typing import Annotated

import typer

from autograder.authoring import stubs, verify
from autograder.authoring.rows import Row
from autograder.authoring.stubs import BuiltStub, StubState
from autograder.cli import names
from autograder.cli.json_output import print_json
from autograder.cli.learner import SANDBOX_HELP
from autograder.cli.names import Sandbox
from autograder.course import Course, Exercise
from autograder.render.authoring import show_rows, show_stubs
from autograder.render.consoles import open_console

app = typer.Typer(
    name="author",
    help="Build exercises, and prove that they are fair.",
    epilog="Example: grade author build && grade author verify ex03",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_Exercises = Annotated[
    list[str] | None,
    typer.Argument(metavar="EX", help="Such as ex03 or 3; without any, all.", show_default=False),
]
_Json = Annotated[bool, typer.Option("--json", help="Print what was found as one JSON object.")]


@app.command(epilog="Example: grade author build --check")
def build(
    context: typer.Context,
    exercises: _Exercises = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 where a stub differs.")
    ] = False,
    as_json: _Json = False,
) -> None:
    """Make the stubs in exercises/ anew from solutions/."""
    course, chosen = _chosen(context, exercises)
    built = stubs.build(course, chosen, check=check)
    fine = all(stub.state in (StubState.CURRENT, StubState.WRITTEN) for stub in built)
    if as_json:
        print_json({"ok": fine, "stubs": [_plain(course, stub) for stub in built]})
    else:
        show_stubs(built, open_console(), names.shortest)
    raise typer.Exit(0 if fine else 1)


@app.command("verify", epilog="Example: grade author verify ex03 --repeat 3")
def prove(
    context: typer.Context,
    exercises: _Exercises = None,
    repeat: Annotated[int, typer.Option(min=1, help="Grade everything so often, with other inputs.")] = 1,
    as_json: _Json = False,
    everything: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print also what is as it should be.")
    ] = False,
    sandbox: Annotated[Sandbox, typer.Option(help=SANDBOX_HELP)] = Sandbox.AUTO,
) -> None:
    """Prove that suites pass right work and fail wrong work. Exits with 1 where something does not hold."""
    course, chosen = _chosen(context, exercises)
    rows = verified(course, chosen, repeat=repeat, sandbox=sandbox.value)
    fine = all(row.ok for row in rows)
    if as_json:
        print_json({"ok": fine, "checks": rows})
    else:
        show_rows(rows, open_console(), everything=everything)
    raise typer.Exit(0 if fine else 1)


def _chosen(context: typer.Context, given: list[str] | None) -> tuple[Course, list[Exercise]]:
    # Authors work on courses some of whose files are still to be written.
    course = names.open_course(context, check_files=False)
    return course, [course.exercise(name) for name in given] if given else list(course.exercises)


def _plain(course: Course, stub: BuiltStub) -> dict[str, object]:
    return {**dataclasses.asdict(stub), "path": stubs.relative(course, stub.path)}


def verified(course: Course, chosen: list[Exercise], *, repeat: int, sandbox: str) -> list[Row]:
    """Verify the exercises with all processors."""
    from autograder.batch.run import grade_many

    in_parallel = functools.partial(grade_many, course, sandbox=sandbox)
    console = open_console(stderr=True)
    with console.status("") as status:
        return verify.verify(
            course,
            chosen,
            progress=lambda name, number, total: status.update(f"{name} ({number} of {total})"),
            grade_many=in_parallel,
            repeat=repeat,
        )
