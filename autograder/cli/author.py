"""`grade author`: build the stubs, and prove that every exercise is fair and strict."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.authoring import stubs, verify
from autograder.authoring.rows import Row
from autograder.authoring.stubs import BuiltStub, StubState
from autograder.course import Course, Exercise, find_course, load
from autograder.grading.session import Grader

app = typer.Typer(
    name="author",
    help="For authors of exercises. Example: `grade author build && grade author verify ex03`.",
    no_args_is_help=True,
)

_Exercises = Annotated[
    list[str] | None, typer.Argument(metavar="[EX]...", help="Such as ex03 or 3; all when none is given.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print the rows as JSON.")]


@app.command()
def build(
    exercises: _Exercises = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 where a stub is stale.")
    ] = False,
    as_json: _Json = False,
) -> None:
    """Make exercises/ anew from solutions/. Example: `grade author build --check`."""
    course, chosen = _chosen(exercises)
    built = stubs.build(course, chosen, check=check)
    if as_json:
        _print_json([{**_plain(stub), "path": stubs.relative(course, stub.path)} for stub in built])
    else:
        _print_stubs(course, built)
    if any(stub.state in (StubState.STALE, StubState.MISSING) for stub in built):
        raise typer.Exit(1)


@app.command("verify")
def verify_command(
    exercises: _Exercises = None,
    repeat: Annotated[int, typer.Option(min=1, help="Grade everything N times, with other inputs.")] = 1,
    sandbox: Annotated[str, typer.Option(help="auto, or none to run without one.")] = "auto",
    as_json: _Json = False,
) -> None:
    """Prove that suites pass right work and fail wrong work. Example: `grade author verify ex03`."""
    course, chosen = _chosen(exercises)
    progress = Console(stderr=True)
    with progress.status("") as status, Grader(course, sandbox=sandbox) as grader:
        rows: list[Row] = []
        for number, exercise in enumerate(chosen, 1):
            status.update(f"{exercise.id} ({number} of {len(chosen)})")
            rows += verify.verify(course, [exercise], grader, repeat=repeat)
    if as_json:
        _print_json([_plain(row) for row in rows])
    else:
        _print_rows(rows)
    if not all(row.ok for row in rows):
        raise typer.Exit(1)


def _chosen(names: list[str] | None) -> tuple[Course, list[Exercise]]:
    # Authors work on courses whose files are still being written.
    course = load(find_course(), check_files=False)
    return course, [course.exercise(name) for name in names] if names else list(course.exercises)


def _print_stubs(course: Course, built: tuple[BuiltStub, ...]) -> None:
    table = Table("exercise", "stub", "state", "lines", box=None, pad_edge=False)
    for stub in built:
        lines = f"+{stub.added} -{stub.removed} from line {stub.where}" if stub.where else ""
        table.add_row(stub.exercise, escape(stubs.relative(course, stub.path)), stub.state.value, lines)
    Console().print(table)


def _print_rows(rows: list[Row]) -> None:
    table = Table("", "exercise", "check", "subject", "found", box=None, pad_edge=False)
    for row in rows:
        mark = "[green]ok[/]" if row.ok else "[red]no[/]"
        table.add_row(mark, row.exercise, row.check.value, escape(row.subject), escape(row.message))
    console = Console()
    console.print(table)
    bad = sum(not row.ok for row in rows)
    console.print(
        f"{len(rows)} checks, all as they should be"
        if not bad
        else f"{bad} of {len(rows)} checks do not hold"
    )


def _plain(value: object) -> dict[str, object]:
    plain: dict[str, object] = msgspec.to_builtins(value, enc_hook=str)
    return plain


def _print_json(rows: list[dict[str, object]]) -> None:
    typer.echo(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode())
