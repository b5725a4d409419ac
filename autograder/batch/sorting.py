"""Of all that was handed in, what must be graded: not what is finished, and of equal files only one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from autograder.batch.fingerprint import fingerprints
from autograder.batch.graders import read_files
from autograder.batch.plan import Job, exercises_of, keys_of
from autograder.batch.results import Results
from autograder.course import Course
from autograder.grading.files import UnreadableSubmission
from autograder.report_row import ReportRow
from autograder.worker.settings import Accelerator

Key = tuple[str, str]  # an exercise's id, and the digest of what was handed in


@dataclass(slots=True)
class Sorted:
    """The jobs of a run, each in one place."""

    # An earlier run has graded these, or a copy.
    finished: list[tuple[Job, ReportRow]] = field(default_factory=list)
    left: list[Job] = field(default_factory=list)
    # Of those left: the report of the one is for these too.
    copies: dict[Key, list[Job]] = field(default_factory=dict)

    @property
    def alike(self) -> int:
        """How many jobs are copies of one that is left."""
        return sum(map(len, self.copies.values()))

    @property
    def total(self) -> int:
        """How many jobs there are; not to be asked while copies are being graded."""
        return len(self.finished) + len(self.left) + self.alike

    @property
    def notes(self) -> tuple[str, ...]:
        """What an instructor should know of it."""
        kinds = (
            (len(self.finished), "already graded, and unchanged since"),
            (self.alike, "identical to another learner's file, and given the same report"),
        )
        return tuple(f"{count} of {self.total}: {what}." for count, what in kinds if count)


def sort_out(jobs: Iterable[Job], results: Results, *, fresh: bool = False) -> Sorted:
    """Sort jobs by what is to be done; changes nothing.

    `fresh` has all of them graded anew: nothing counts as finished, not even where somebody who is not among
    the jobs has a report of an equal file.
    """
    found = Sorted()
    for job in jobs:
        digest = _digest(job)
        key = (job.exercise.id, digest)
        report = results.finished(job.learner, *key) if digest and not fresh else None
        if report is not None:
            found.finished.append((job, results.rows.of(report)))
        elif digest and key in found.copies:
            found.copies[key].append(job)
        else:
            found.left.append(job)
            if digest:
                found.copies[key] = []
    # Those that may take long come first, so that no core has to wait in the end for one of them.
    found.left.sort(key=lambda job: -job.exercise.limits.submission_seconds)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorter:
    """Sorts a run's jobs, as often as it turns out what workers are confined by."""

    course: Course
    jobs: Sequence[Job]
    results: Results
    full: bool
    fresh: bool  # grade all of them anew
    device: Accelerator = "simulated"  # what tests with a GPU get

    def sort(self, layers: Sequence[str]) -> Sorted:
        """Look up what is finished under these layers of the sandbox, and sort by that; writes nothing."""
        graded_with = fingerprints(
            self.course, exercises_of(self.jobs), layers, full=self.full, device=self.device
        )
        self.results.look_up(graded_with, forget=keys_of(self.jobs) if self.fresh else ())
        return sort_out(self.jobs, self.results, fresh=self.fresh)


def _digest(job: Job) -> str:
    """Return the digest of a submission, "" where there is none to read."""
    try:
        return read_files(job, job.path).digest if job.path else ""
    except UnreadableSubmission:
        return ""
