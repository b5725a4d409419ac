"""`grade check` and `grade doctor`: what learners run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, Protocol

import msgspec
import typer

from autograder.cli import leaderboard, names, progress
from autograder.cli.json_output import print_json
from autograder.cli.names import Device, Sandbox, Work
from autograder.cli.next_function import definitions, first_unwritten
from autograder.cli.options import FullData, InSandbox
from autograder.cli.overview import advice
from autograder.cli.waiting import grading, waiting
from autograder.course import Course, Exercise
from autograder.exhibits import Curves
from autograder.grading.files import SubmissionFiles
from autograder.render.consoles import open_console, paragraph
from autograder.report import Report, Status
from autograder.text import plain

if TYPE_CHECKING:
    from rich.console import Console

    from autograder.grading.session import Grader
    from autograder.render.terminal import About

EXERCISE_HELP = "Such as ex03, 3, tensor_ops, or the path of its file."
DEVICE_HELP = "cuda: run tests that ask for a GPU on this machine's own, not on the simulated one."


class Grades(Protocol):
    """What grades a submission."""

    def grade(self, exercise: Exercise, submission: SubmissionFiles) -> Report:
        """Return the report."""

    def curves(self) -> Curves | None:
        """Return how the training goes that runs right now; may be called from another thread."""


@contextlib.contextmanager
def open_grader(
    course: Course, exercise: Exercise, *, sandbox: str, full: bool, device: Device = Device.SIMULATED
) -> Iterator[Grades]:
    """Open the grader; what runs learner code starts at once, while the rest is still being imported.

    It recognizes misconceptions too, where workers are quick to start. Raises `UsageError` where there is no
    such device.
    """
    from autograder.grading import gpus
    from autograder.grading.session import Grader

    if device is Device.CUDA:
        gpus.ask_for(exercise.id, exercise.preload, sandbox)
    with Grader(course, sandbox=sandbox, preload=exercise.preload, full=full, device=device.value) as grader:
        if device is Device.CUDA:
            gpus.try_out(grader.backend)
        yield _Check(grader, course, diagnoses=sandbox != Sandbox.NONE)


class _Check:
    """Grades, says which known misconceptions a submission shows, and meanwhile what is trained."""

    def __init__(self, grader: Grader, course: Course, *, diagnoses: bool) -> None:
        self._grader, self._course, self._diagnoses = grader, course, diagnoses

    def curves(self) -> Curves | None:
        printed = self._grader.printed()
        if not printed:  # or a first look would import, on another thread, what is being imported
            return None
        from autograder.testing import meter

        return meter.curves_in(printed)

    def grade(self, exercise: Exercise, submission: SubmissionFiles) -> Report:
        report = self._grader.grade(exercise, submission)
        if not self._diagnoses or report.full_marks or report.status is Status.NOT_STARTED:
            return report
        from autograder.diagnosis.recognition import Clinic

        return Clinic(self._grader, self._course, exercise).diagnose(report, submission)


def check(
    context: typer.Context,
    exercise: Annotated[str, typer.Argument(metavar="EX", help=EXERCISE_HELP, show_default=False)],
    file: Annotated[
        Path | None,
        typer.Option(help="Grade this file in place of the one in exercises/.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")] = False,
    full: FullData = False,
    sandbox: InSandbox = Sandbox.AUTO,
    device: Annotated[Device, typer.Option(help=DEVICE_HELP)] = Device.SIMULATED,
) -> None:
    """Grade your work on one exercise.

    The exit code is 0 at full marks, and 1 below them.
    """
    course = names.open_course(context)
    work = names.find_work(course, exercise, file)
    with (
        open_grader(course, work.exercise, sandbox=sandbox.value, full=full, device=device) as grader,
        grading(f"Grading {work.exercise.id}", grader.curves, silent=as_json),
    ):
        report = grader.grade(work.exercise, work.files)
    unkept = progress.keep(course, report) if work.is_stub else ""
    if as_json:
        print_json(report.learner_view())
    else:
        show(course, work, report, open_console())
    if unkept:
        told = f"This result is not kept: {plain(unkept)}: {plain(names.shortest(progress.path(course)))}"
        paragraph(open_console(stderr=True), told)
    if full:
        leaderboard.keep(course.root / "results", [report], None if as_json else open_console())
    raise typer.Exit(0 if report.full_marks else 1)


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as one JSON object.")] = False,
    security: Annotated[
        bool,
        typer.Option(
            "--security", help="Try to break out of the sandbox instead. Exits with 0 if all layers held."
        ),
    ] = False,
) -> None:
    """Look at what this machine needs for grading, and say how to mend what is missing."""
    if security:
        _try_to_break_out(as_json=as_json)
    from autograder.doctor.examination import examine
    from autograder.doctor.finding import State
    from autograder.render.findings import show_findings

    with waiting("Looking at this machine", silent=as_json):
        findings = examine(lambda: names.course_path(context))
    fine = all(finding.state is not State.BROKEN for finding in findings)
    if as_json:
        print_json({"ok": fine, "findings": findings})
    else:
        show_findings(findings, open_console())
    raise typer.Exit(0 if fine else 1)


def _try_to_break_out(*, as_json: bool) -> NoReturn:
    from autograder.doctor.security import try_out
    from autograder.render.findings import show_verdicts
    from autograder.worker.backends import BACKENDS

    with waiting("Trying to break out", silent=as_json):
        verdicts = try_out(BACKENDS["auto"])
    held = all(verdict.held for verdict in verdicts)
    if as_json:
        rows = [msgspec.to_builtins(verdict) | {"held": verdict.held} for verdict in verdicts]
        print_json({"ok": held, "layers": rows})
    else:
        show_verdicts(verdicts, open_console())
    raise typer.Exit(0 if held else 1)


def show(course: Course, work: Work, report: Report, console: Console) -> None:
    """Print a report, and what to do next."""
    from autograder.render.terminal import show_report

    show_report(report, console, _about(course, work, report))


def _about(course: Course, work: Work, report: Report) -> About:
    from autograder.render.terminal import About

    source, exercise = work.files.source, work.exercise
    about = About(
        title=exercise.title,
        file=work.shown,
        command=work.command,
        functions=frozenset(definitions(source)),
    )
    if begin := first_unwritten(source):
        about = replace(about, begin=begin.name, line=begin.line)
    if not work.is_stub:
        return about
    is_empty = not source.strip()
    return replace(
        about,
        following=advice(course, progress.read_with(course, report), saving=not work.command),
        compare=f"grade show {exercise.id}" if exercise.solution.is_file() else "",
        begin_anew=f"grade reset {exercise.id}" if is_empty or work.files.not_text() else "",
        is_empty=is_empty,
    )
