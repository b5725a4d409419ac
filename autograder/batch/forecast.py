"""`grade all --dry-run`: what a run would do, with nothing graded and nothing written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.batch.graders import Here
from autograder.batch.place import Place
from autograder.batch.plan import EVERYTHING, Choice, Job, plan
from autograder.batch.results import Results
from autograder.batch.run import names_in
from autograder.batch.sorting import Sorter
from autograder.course import Course
from autograder.worker.settings import Accelerator


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What `grade all` would do."""

    to_grade: tuple[Job, ...]  # in the order in which they would be graded
    notes: tuple[str, ...]  # what would not be graded, and why


def forecast(
    course: Course,
    folder: Path,
    out: Path,
    *,
    sandbox: str = "auto",
    full: bool = False,
    fresh: bool = False,
    device: Accelerator = "simulated",
    choice: Choice = EVERYTHING,
    place: Place | None = None,
) -> Forecast:
    """Return what `grade_class` would do; raises `GraderError` as it would before it grades."""
    planned = plan(course, folder, names_in(out, course))
    chosen, _ = choice.divide(planned.jobs)
    sorter = Sorter(course=course, jobs=chosen, results=Results(out), full=full, fresh=fresh, device=device)
    work = sorter.sort((place or Here()).layers(sandbox))
    return Forecast(to_grade=tuple(work.left), notes=(*planned.notes, *work.notes))
