"""`grade all --from-nbgrader`: grade what nbgrader collected, and leave it where nbgrader looks."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Unpack

from autograder.batch.forecast import Forecast, forecast
from autograder.batch.options import How, What
from autograder.batch.run import ClassOutcome, grade_class
from autograder.course import Course, Exercise
from autograder.errors import UsageError
from autograder.gradebook import open_gradebook
from autograder.grading.files import UnreadableSubmission, read_bounded
from autograder.notebooks import documents, graded, layout
from autograder.notebooks.retelling import Retelling
from autograder.notebooks.submitted import module_in, outline_of
from autograder.report import Report
from autograder.report_row import ReportRow
from autograder.text import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One notebook that was handed in."""

    learner: str
    exercise: Exercise
    path: Path
    time: datetime | None  # when, in UTC and without a time zone, as nbgrader noted it


def handed_in(course: Course, exercises: Sequence[Exercise]) -> tuple[list[Handed], list[str]]:
    """Return what lies in submitted/, by learner and exercise, and remarks on what cannot be graded.

    Raises `UsageError` when there is nothing.
    """
    folder = course.root / layout.SUBMITTED
    found: list[Handed] = []
    notes: list[str] = []
    for learner in _folders(folder):
        for exercise in exercises:
            path = layout.of_learner(course, layout.SUBMITTED, learner, exercise.id)
            if not path.parent.is_dir():
                continue
            if plain(learner, 120) != learner or learner.startswith("_"):
                notes.append(f"{plain(learner, 120)} is no name that grades can be filed under; passed over.")
                break
            time, note = _time(path.parent / layout.CARRIED[0])
            notes += [f"{learner} {exercise.id}: {note}"] if note else []
            found.append(Handed(learner=learner, exercise=exercise, path=path, time=time))
    if not found:
        wanted = exercises[0].id if len(exercises) == 1 else "any exercise"
        raise UsageError(
            f"{folder} holds no notebooks for {wanted}. Collect them first: grade collect {exercises[0].id}"
        )
    return found, notes


def grade_notebooks(
    course: Course,
    exercises: Sequence[Exercise],
    out: Path,
    **how: Unpack[How],
) -> ClassOutcome:
    """Grade the notebooks in submitted/, record the grades, and write autograded/; raises `GraderError`.

    The options are those of `grade_class`.
    """
    handed, notes = handed_in(course, exercises)
    present = list(dict.fromkeys(one.exercise.id for one in handed))
    masters = {name: graded.master_cells(course, name) for name in present}
    with _as_modules(course, handed) as (folder, tellings):

        def retell(report: Report) -> Report:
            return tellings[report.learner, report.exercise].report(report)

        outcome = grade_class(course, folder, out, retell=retell, **how)
    rows = {(row.learner, row.exercise): row for row in outcome.rows}
    # What the grader itself could not grade has no report; the outcome names it.
    keys = {(one.learner, one.exercise.id): one for one in handed}
    pairs = [(one, rows[key]) for key, one in keys.items() if key in rows]
    _record(course, pairs)
    outcome = replace(outcome, rows=tuple(row for _, row in pairs), notes=(*notes, *outcome.notes))
    for (one, _), report in zip(pairs, outcome.reports(), strict=True):
        _write_graded(course, one, report, masters[one.exercise.id])
    return outcome


def forecast_notebooks(
    course: Course,
    exercises: Sequence[Exercise],
    out: Path,
    **what: Unpack[What],
) -> Forecast:
    """Return what `grade_notebooks` would grade; raises `GraderError` as it would before it grades."""
    handed, notes = handed_in(course, exercises)
    with _as_modules(course, handed) as (folder, _):
        found = forecast(course, folder, out, **what)
    return replace(found, notes=(*notes, *found.notes))


@contextlib.contextmanager
def _as_modules(
    course: Course, handed: Sequence[Handed]
) -> Iterator[tuple[Path, Mapping[tuple[str, str], Retelling]]]:
    """Give a folder of the notebooks' code, as modules as old as the notebooks, and how to tell of each."""
    outlines = {one.exercise.id: outline_of(course, one.exercise) for one in handed}
    tellings: dict[tuple[str, str], Retelling] = {}
    with tempfile.TemporaryDirectory(prefix="torchgrade-") as folder:
        for one in handed:
            files, tellings[one.learner, one.exercise.id] = module_in(
                one.path, one.exercise, outlines[one.exercise.id]
            )
            path = Path(folder) / one.learner / files.main
            documents.write_file(path, files.source)
            with contextlib.suppress(OSError):
                os.utime(path, ns=(0, one.path.lstat().st_mtime_ns))
        yield Path(folder), tellings


def _record(course: Course, pairs: Sequence[tuple[Handed, ReportRow]]) -> None:
    """Note when things were handed in, and what being late costs."""
    times = {(one.learner, one.exercise.id): one.time for one, _ in pairs if one.time is not None}
    with open_gradebook(course) as gradebook:
        gradebook.record([row for _, row in pairs], times)
        gradebook.penalize(one.learner for one, _ in pairs)


def _write_graded(course: Course, one: Handed, report: Report, masters: Sequence[documents.Cell]) -> None:
    notebook = graded.cleaned(_readable(one.path), masters)
    graded.fill(notebook, report)
    target = layout.of_learner(course, layout.AUTOGRADED, one.learner, one.exercise.id)
    documents.write_file(target, documents.to_bytes(notebook))
    for name in layout.CARRIED:
        try:
            content = read_bounded(one.path.parent / name, 10_000)
        except UnreadableSubmission:
            continue
        documents.write_file(target.parent / name, content)


def _readable(path: Path) -> documents.Notebook | None:
    try:
        return documents.read(path)
    except UnreadableSubmission:
        return None


def _folders(folder: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        names = []
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}.") from error
    yield from sorted(name for name in names if not name.startswith("."))


def _time(path: Path) -> tuple[datetime | None, str]:
    """Return when something was handed in, in UTC, and a remark where nbgrader's note is unreadable."""
    from autograder.gradebook.models import parse_utc

    try:
        text = read_bounded(path, 1_000).decode()
    except UnreadableSubmission:
        return None, ""
    except UnicodeDecodeError:
        return None, f"{path.name} is no text; the time of handing in is not known."
    try:
        time: datetime = parse_utc(text.strip())
    except (ValueError, OverflowError, TypeError):
        return None, f"{path.name} holds no time ({plain(text, 60)}); the time of handing in is not known."
    return time, ""
