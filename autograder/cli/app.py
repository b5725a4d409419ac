"""All commands of `grade`, and the options that come before them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder import __version__
from autograder.cli import hint, instructor, leaderboard, learner, names, notebooks, own_work, report, watch
from autograder.cli.lazy import lazy_group
from autograder.cli.overview import overview

LEARNERS, INSTRUCTORS, AUTHORS = "For learners", "For instructors", "For authors of exercises"

app = typer.Typer(
    name="grade",
    help="Grade exercises of a PyTorch course. Alone, show how far you are and what comes next.",
    epilog="Example: grade check ex03",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"torchgrade {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def grade(
    context: typer.Context,
    course: Annotated[
        Path | None,
        typer.Option(
            help="The course's folder, or its course.toml. Without it: the folder you are in or one above, "
            "or else what TORCHGRADE_COURSE names.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the progress as JSON.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Grade exercises of a PyTorch course. Alone, show how far you are and what comes next."""
    context.obj = names.Options(course=course)
    if context.invoked_subcommand is None:
        overview(context, as_json=as_json)
    elif as_json:
        raise typer.BadParameter("give it after the command", param_hint="--json")


app.command("check", epilog="Example: grade check ex03", rich_help_panel=LEARNERS)(learner.check)
app.command("watch", epilog="Example: grade watch ex03", rich_help_panel=LEARNERS)(watch.watch)
app.command("hint", epilog="Example: grade hint ex03 one_hot", rich_help_panel=LEARNERS)(hint.hint)
app.command("diff", epilog="Example: grade diff ex03", rich_help_panel=LEARNERS)(own_work.diff)
app.command("reset", epilog="Example: grade reset ex03", rich_help_panel=LEARNERS)(own_work.reset)
app.command("show", epilog="Example: grade show ex03", rich_help_panel=LEARNERS)(own_work.show)
app.command("report", epilog="Example: grade report --open", rich_help_panel=LEARNERS)(report.report)
app.command("doctor", epilog="Example: grade doctor", rich_help_panel=LEARNERS)(learner.doctor)
app.command("leaderboard", epilog="Example: grade leaderboard", rich_help_panel=LEARNERS)(leaderboard.show)
app.command("all", epilog="Example: grade all submissions --out results", rich_help_panel=INSTRUCTORS)(
    instructor.grade_all
)
app.command("release", epilog="Example: grade release ex03", rich_help_panel=INSTRUCTORS)(notebooks.release)
app.command("collect", epilog="Example: grade collect ex03", rich_help_panel=INSTRUCTORS)(notebooks.collect)
app.command("feedback", epilog="Example: grade feedback ex03", rich_help_panel=INSTRUCTORS)(
    notebooks.feedback
)
app.add_typer(
    typer.Typer(cls=lazy_group("autograder.cli.author")),
    name="author",
    help="Build exercises, and prove that they are fair.",
    rich_help_panel=AUTHORS,
)
