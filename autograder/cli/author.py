"""`grade author`: build the stubs, and prove that every exercise is fair and strict."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.authoring import scaffold, stubs
from autograder.authoring.stubs import BuiltStub, StubState
from autograder.cli import names
from autograder.cli.json_output import print_json
from autograder.cli.names import Sandbox
from autograder.cli.options import InSandbox, Jobs
from autograder.course import Course, Exercise
from autograder.errors import UsageError
from autograder.render.authoring import progress, show_new, show_stubs, show_verified
from autograder.render.consoles import open_console

if TYPE_CHECKING:
    from autograder.authoring.mutation.survivors import Tally
    from autograder.authoring.mutation.trials import Outcome
    from autograder.authoring.verify import Verified, Wanted

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
_Mutants = Annotated[
    bool, typer.Option("--mutants", help="Make mutants of the solution too, and see them all fail.")
]
_OnlyMutants = Annotated[
    bool, typer.Option("--only-mutants", help="Grade the solution and its mutants, and nothing else.")
]
_Repeat = Annotated[
    int, typer.Option(min=1, help="Grade everything but mutants so often, with other inputs.")
]
_Sample = Annotated[
    int | None,
    typer.Option(min=1, help="Of an exercise's variants, and of its mutants, so many.", show_default=False),
]
_Seed = Annotated[
    str,
    typer.Option(help="Draws the sample; without it, the solution and the suite do.", show_default=False),
]
_Table = Annotated[
    Path | None,
    typer.Option(
        "--table",
        metavar="FILE",
        help="Put what became of the mutants into the table of this document.",
        show_default=False,
    ),
]
_Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print also what is as it should be.")]


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


@app.command("verify", epilog="Example: grade author verify ex03 --mutants")
def prove(
    context: typer.Context,
    exercises: _Exercises = None,
    with_mutants: _Mutants = False,
    only_mutants: _OnlyMutants = False,
    repeat: _Repeat = 1,
    sample: _Sample = None,
    seed: _Seed = "",
    jobs: Jobs = None,
    into: _Table = None,
    as_json: _Json = False,
    everything: _Verbose = False,
    sandbox: InSandbox = Sandbox.AUTO,
) -> None:
    """Prove that suites pass right work and fail wrong work. Exits with 1 where something does not hold."""
    from autograder.authoring.mutation import table
    from autograder.authoring.verify import Wanted

    course, chosen = _chosen(context, exercises)
    if into is not None:
        _check_table(into, mutants=with_mutants or only_mutants, sample=sample)
    wanted = Wanted(
        variants=not only_mutants,
        mutants=with_mutants or only_mutants,
        repeat=repeat,
        sample=sample,
        seed=seed,
    )
    found = verified(course, chosen, wanted, sandbox=sandbox.value, jobs=jobs)
    fine = all(one.ok for one in found)
    if into is not None:
        table.rewrite(into, course, {one.exercise: one.mutants for one in found if one.mutants})
    if as_json:
        print_json({"ok": fine, "exercises": [_plain_verified(one) for one in found]})
    else:
        show_verified(found, open_console(), everything=everything)
    raise typer.Exit(0 if fine else 1)


@app.command(epilog='Example: grade author new ex19 "Attention heads"')
def new(
    context: typer.Context,
    exercise_id: Annotated[str, typer.Argument(metavar="ID", help="ex and two digits, such as ex19.")],
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What learners read.")],
    as_json: _Json = False,
) -> None:
    """Add an exercise: every file that it needs, with a small example in each."""
    exercise, written = scaffold.create(names.course_path(context), exercise_id, title)
    if as_json:
        print_json({"exercise": exercise.id, "module": exercise.module, "written": [str(p) for p in written]})
        return
    show_new(exercise, written, open_console(), names.shortest)


def _chosen(context: typer.Context, given: list[str] | None) -> tuple[Course, list[Exercise]]:
    # Authors work on courses some of whose files are still to be written.
    course = names.open_course(context, check_files=False)
    return course, [course.exercise(name) for name in given] if given else list(course.exercises)


def _plain(course: Course, stub: BuiltStub) -> dict[str, object]:
    return {**dataclasses.asdict(stub), "path": stubs.relative(course, stub.path)}


def _check_table(path: Path, *, mutants: bool, sample: int | None) -> None:
    from autograder.authoring.mutation import table

    if not mutants or sample is not None:
        raise UsageError("--table needs all mutants: say --mutants, and no --sample")
    table.check(path)


def _plain_verified(found: Verified) -> dict[str, object]:
    return {
        "exercise": found.exercise,
        "ok": found.ok,
        "seconds": round(found.seconds, 1),
        "checks": [
            {"name": row.check.value, "subject": row.subject, "ok": row.ok, "detail": row.message}
            for row in found.rows
        ],
        "mutants": None if found.mutants is None else _plain_tally(found.mutants),
    }


def _plain_tally(tally: Tally) -> dict[str, object]:
    return {
        "made": len(tally.made.every),
        "graded": len(tally.outcomes),
        "killed": tally.killed,
        "equivalent": tally.equivalent,
        "survivors": len(tally.survivors),
        "rate": round(tally.rate, 4),
        "seconds": round(tally.seconds, 1),
        "each": [_plain_outcome(outcome, tally) for outcome in tally.outcomes],
    }


def _plain_outcome(outcome: Outcome, tally: Tally) -> dict[str, object]:
    mutant = outcome.mutant
    return {
        "id": mutant.id,
        "function": mutant.owner,
        "line": mutant.line,
        "operator": mutant.operator,
        "before": mutant.before,
        "after": mutant.after,
        "killed_by": outcome.killed_by,
        "status": outcome.status,
        "equivalent": tally.made.equivalents.reason(mutant),
    }


def verified(
    course: Course, chosen: list[Exercise], wanted: Wanted, *, sandbox: str, jobs: int | None
) -> list[Verified]:
    """Verify the exercises with as many processes as are wanted."""
    from autograder.authoring.verify import verify
    from autograder.authoring.warm import WarmGrader
    from autograder.diagnosis import proof

    with (
        WarmGrader(course, chosen, sandbox=sandbox, jobs=jobs) as grader,
        progress(open_console(stderr=True)) as shown,
    ):
        found = list(verify(course, chosen, grader.grade, wanted, shown))
        return list(proof.with_probes(course, found, grader.first, wanted, shown))
