"""`grade all`: what instructors run."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Unpack

import typer

from autograder.cli import class_watch, leaderboard, names
from autograder.cli.json_output import print_json
from autograder.cli.names import Device, Sandbox
from autograder.cli.options import FullData, InSandbox, Jobs
from autograder.course import Course, Exercise, with_gradebook
from autograder.errors import GraderError, UsageError
from autograder.render.classroom import progress, show_class, show_forecast, show_places
from autograder.render.consoles import open_console
from autograder.report import plain_number

if TYPE_CHECKING:
    from autograder.batch.forecast import Forecast
    from autograder.batch.options import How, What
    from autograder.batch.place import Place
    from autograder.batch.plan import Choice
    from autograder.batch.run import ClassOutcome


_Folder = Annotated[
    Path | None,
    typer.Argument(
        metavar="[DIR]",
        help="Where the submissions are; submissions/ of the course. With --from-nbgrader: "
        "the exercise to grade, or nothing for all.",
        show_default=False,
    ),
]
_FromNbgrader = Annotated[
    bool,
    typer.Option("--from-nbgrader", help="Grade the notebooks in submitted/, and leave grades for nbgrader."),
]
_Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Where results go; results/ of the course.", show_default=False),
]
_Only = Annotated[
    list[str] | None,
    typer.Option(metavar="EX", help="Grade this exercise only; may be repeated.", show_default=False),
]
_Learner = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Grade this learner only; may be repeated.", show_default=False),
]
_Since = Annotated[
    datetime | None, typer.Option(help="Grade only files changed then or later.", show_default=False)
]
_Fresh = Annotated[
    bool, typer.Option("--fresh", help="Also grade anew what has not changed since it was graded.")
]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be graded, and grade nothing.")]
_Watch = Annotated[
    bool, typer.Option("--watch", help="Go on: grade each submission as it arrives or changes, until Ctrl-C.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print the scores as one JSON object.")]
_Gradebook = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Where to record grades; as course.toml says.", show_default=False),
]
_Ray = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Grade on a Ray cluster: auto, for the one that this machine belongs to, or its HOST:PORT.",
        show_default=False,
    ),
]


_Device = Annotated[
    Device,
    typer.Option(
        help="cuda: with --ray, run tests that ask for a GPU on the cluster's, not on the simulated one."
    ),
]


def run_class(course: Course, folder: Path, out: Path, **how: Unpack[How]) -> ClassOutcome:
    """Grade a folder of submissions."""
    from autograder.batch.run import grade_class

    return grade_class(course, folder, out, **how)


def _graded(
    course: Course, folder: Path | None, out: Path, *, from_nbgrader: bool, **how: Unpack[How]
) -> ClassOutcome:
    """Grade a folder of submissions, or the notebooks that nbgrader collected, of one exercise or of all."""
    if not from_nbgrader:
        return run_class(course, folder or _submissions(course), out, **how)
    from autograder.notebooks.class_run import grade_notebooks

    return grade_notebooks(course, _named(course, folder), out, **how)


def _forecast(
    course: Course, folder: Path | None, out: Path, *, from_nbgrader: bool, **what: Unpack[What]
) -> Forecast:
    """Say what grading the same would do."""
    if from_nbgrader:
        from autograder.notebooks.class_run import forecast_notebooks

        return forecast_notebooks(course, _named(course, folder), out, **what)
    from autograder.batch.forecast import forecast

    return forecast(course, folder or _submissions(course), out, **what)


_NO_GPU_HERE = (
    "`grade all` uses GPUs on a Ray cluster alone, in its own sandbox: say --ray auto, or leave "
    "--device out. `grade check EX --device cuda` uses this machine's."
)


def _submissions(course: Course) -> Path:
    return course.root / "submissions"


def _named(course: Course, exercise: Path | None) -> Sequence[Exercise]:
    return course.exercises if exercise is None else (course.exercise(str(exercise)),)


def grade_all(
    context: typer.Context,
    folder: _Folder = None,
    from_nbgrader: _FromNbgrader = False,
    out: _Out = None,
    jobs: Jobs = None,
    only: _Only = None,
    learner: _Learner = None,
    since: _Since = None,
    fresh: _Fresh = False,
    dry_run: _DryRun = False,
    watch: _Watch = False,
    as_json: _Json = False,
    full: FullData = False,
    sandbox: InSandbox = Sandbox.AUTO,
    gradebook: _Gradebook = None,
    ray: _Ray = None,
    device: _Device = Device.SIMULATED,
) -> None:
    """Grade every submission of a class. Exits with 0 when all are graded, whatever the scores.

    What is graded already and has not changed is taken over; so is what a run finished that was broken off.
    """

    def load() -> Course:
        course = names.open_course(context)
        return course if gradebook is None else with_gradebook(course, gradebook)

    course = load()
    target = out or course.root / "results"
    choice = _choice(course, only, learner, since)
    if device is Device.CUDA and (ray is None or sandbox is not Sandbox.AUTO):
        raise UsageError(_NO_GPU_HERE)
    if watch:
        class_watch.refuse(
            from_nbgrader=from_nbgrader, dry_run=dry_run, fresh=fresh, json=as_json, ray=ray is not None
        )
        from autograder.watching.class_watch import Watched

        source = folder or _submissions(course)
        watched = Watched(
            folder=source, out=target, choice=choice, sandbox=sandbox.value, full=full, jobs=jobs
        )
        class_watch.watch_until_stopped(load, watched)
        return
    with _place(ray) as place:
        what: What = {
            "sandbox": sandbox.value,
            "device": device.value,
            "full": full,
            "fresh": fresh,
            "choice": choice,
            "place": place,
        }
        if dry_run:
            found = _forecast(course, folder, target, from_nbgrader=from_nbgrader, **what)
            _show_forecast(found, as_json=as_json)
            return
        with progress(open_console(stderr=True)) as shown:
            outcome = _graded(
                course, folder, target, from_nbgrader=from_nbgrader, jobs=jobs, progress=shown, **what
            )
    if full:
        leaderboard.keep(outcome.out, outcome.rows)
    _show_outcome(outcome, as_json=as_json)
    if outcome.failures:
        raise typer.Exit(GraderError.exit_code)


def _place(ray: str | None) -> contextlib.AbstractContextManager[Place | None]:
    """Connect to a cluster, where one is named."""
    if ray is None:
        return contextlib.nullcontext()
    from autograder.cluster.place import on_ray

    return on_ray(ray)


def _choice(
    course: Course, only: Sequence[str] | None, learners: Sequence[str] | None, since: datetime | None
) -> Choice:
    from autograder.batch.plan import Choice

    exercises = tuple(course.exercise(name).id for name in only or ())
    return Choice(exercises=exercises, learners=tuple(learners or ()), since=since)


def _show_forecast(found: Forecast, *, as_json: bool) -> None:
    if as_json:
        jobs = [{"learner": job.learner, "exercise": job.exercise.id} for job in found.to_grade]
        print_json({"to_grade": jobs, "notes": found.notes})
    else:
        show_forecast(found, open_console())


def _show_outcome(outcome: ClassOutcome, *, as_json: bool) -> None:
    if as_json:
        print_json(_plain(outcome))
    else:
        console = open_console()
        show_class(outcome.rows, console)
        show_places(outcome, console, names.shortest)


def _plain(outcome: ClassOutcome) -> dict[str, object]:
    reports = [
        {
            "learner": row.learner,
            "exercise": row.exercise,
            "score": plain_number(row.score),
            "max_score": plain_number(row.max_score),
            "status": row.status,
            "tampering": row.tampering,
        }
        for row in outcome.rows
    ]
    return {
        "reports": reports,
        "out": str(outcome.out),
        "csv": str(outcome.csv),
        "gradebook": outcome.gradebook,
        "notes": outcome.notes,
        "failures": [
            {"learner": one.learner, "exercise": one.exercise, "reason": one.reason}
            for one in outcome.failures
        ],
    }
