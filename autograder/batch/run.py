"""`grade all`: grade a class, a report file a submission, a table of grades, and the gradebook."""

from __future__ import annotations

import contextlib
import importlib
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from autograder.batch.fingerprint import fingerprint
from autograder.batch.graders import check_confinement, first_grader, open_pool, read_files, warm_up
from autograder.batch.plan import Job, plan
from autograder.batch.pool import Died, Pool
from autograder.batch.results import TABLE, Results, open_results
from autograder.course import Course, Exercise
from autograder.errors import HostError
from autograder.grading import seeds
from autograder.grading.files import UnreadableSubmission
from autograder.grading.session import Grader
from autograder.report import Report

if TYPE_CHECKING:
    from autograder.gradebook import Gradebook, Learner

Progress = Callable[[Report, int, int], None]  # a finished report, how many are done, of how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A submission that has no report, which is not the learner's fault."""

    learner: str
    exercise: str
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.learner} {self.exercise} is not graded: {self.reason}. "
            "Run the same command again to try it once more; use fewer --jobs if memory is short."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOutcome:
    """What `grade all` gives."""

    reports: tuple[Report, ...]  # by learner, then exercise
    out: Path  # where the report files are
    csv: Path
    gradebook: str  # its address, as people may see it
    notes: tuple[str, ...]
    failures: tuple[Failure, ...] = ()  # the grader's own


def grade_class(
    course: Course,
    folder: Path,
    out: Path,
    *,
    jobs: int | None = None,
    sandbox: str = "auto",
    full: bool = False,
    progress: Progress | None = None,
    retell: Callable[[Report], Report] | None = None,
) -> ClassOutcome:
    """Grade every submission in a folder; `retell` words each report anew before anything else has it.

    Report files appear in `out` as submissions are finished. A run that is broken off, by whatever, is taken
    up by the next one. What was finished is recorded in grades.csv and the gradebook, unless the process was
    killed. Raises `GraderError`; refuses to run strangers' code where it cannot be confined, unless `sandbox`
    is "none".
    """
    from autograder.gradebook import Learner

    planned = plan(course, folder, _names_in(out, course))
    learners = [Learner(id=name) for name in dict.fromkeys(job.learner for job in planned.jobs)]
    exercises = list({job.exercise.id: job.exercise for job in planned.jobs}.values())
    opening = _Opening(course, learners)
    with (
        open_results(out) as results,
        first_grader(course, exercises, sandbox=sandbox, full=full) as first,
    ):
        warm_up()
        check_confinement(first.backend, sandbox)
        results.go_on(_fingerprint(course, exercises, first, full=full))
        run = _ClassRun(planned.jobs, results, progress, retell)
        with (
            open_pool(course, first, run.left, sandbox, jobs=jobs, full=full, before=opening.settle) as pool,
            opening,
        ):
            remarks = run.complete(pool, opening)
    return ClassOutcome(
        reports=run.reports,
        out=out,
        csv=results.out / TABLE,
        gradebook=public_address(course.gradebook_url),
        notes=(*planned.notes, *run.notes, *remarks),
        failures=tuple(run.failures),
    )


class _ClassRun:
    """What is finished of a class and what is left."""

    def __init__(
        self,
        jobs: Sequence[Job],
        results: Results,
        progress: Progress | None,
        retell: Callable[[Report], Report] | None,
    ) -> None:
        self._results = results
        self._progress = progress
        self._retell = retell or (lambda report: report)
        self._jobs = jobs
        self._finished: list[tuple[Job, Report]] = []
        self.left: list[Job] = []
        self.failures: list[Failure] = []
        for job in jobs:
            if (report := _taken_over(results, job)) is None:
                self.left.append(job)
            else:
                self._finish(job, report)
        taken = len(self._finished)
        go_on = f"{taken} of {len(jobs)} were already graded when a run like this one was broken off."
        self.notes = (go_on,) if taken else ()

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports by now, by learner and exercise."""
        return tuple(report for _, report in self._finished)

    def complete(self, pool: Pool, opening: _Opening) -> tuple[str, ...]:
        """Grade what is left, and enter everything; return the gradebook's remarks."""
        try:
            try:
                self._grade(pool, opening)
            except BaseException:
                with contextlib.suppress(HostError):  # the first trouble is the one to tell
                    self._enter(opening)
                raise
            remarks = self._enter(opening)
        except HostError as error:
            raise type(error)(f"{str(error).rstrip('.')}. {self._kept()}") from error
        if not self.failures:
            self._results.close(job.learner for job in self._jobs)
        return remarks

    def _grade(self, pool: Pool, opening: _Opening) -> None:
        for number, result in pool.run(range(len(self.left))):
            opening.look()
            job = self.left[number]
            if isinstance(result, Died):
                self._results.drop(job.learner, job.exercise.id)
                self.failures.append(
                    Failure(learner=job.learner, exercise=job.exercise.id, reason=str(result))
                )
            else:
                report = self._retell(msgspec.msgpack.decode(result, type=Report))
                self._results.write(report)
                self._finish(job, report)

    def _finish(self, job: Job, report: Report) -> None:
        self._finished.append((job, report))
        if self._progress is not None:
            self._progress(report, len(self._finished), len(self._jobs))

    def _enter(self, opening: _Opening) -> tuple[str, ...]:
        self._finished.sort(key=lambda pair: (pair[1].learner, pair[1].exercise))
        try:
            self._results.write_table(self.reports)
        finally:  # one can be full or locked while the other is not
            # Who handed in nothing has no submission in the gradebook, rather than one worth 0.
            handed_in = [report for job, report in self._finished if job.path or job.trouble]
            remarks = opening.gradebook().record(handed_in)
        return remarks

    def _kept(self) -> str:
        done = f"{len(self._finished)} of {len(self._jobs)} are graded and kept in {self._results.out}"
        return f"{done}: run the same command again to go on."


def _taken_over(results: Results, job: Job) -> Report | None:
    """Return the report that an earlier run finished for this very submission, if it was broken off."""
    if job.path is None:
        return None
    try:
        files = read_files(job, job.path)
    except UnreadableSubmission:
        return None
    return results.finished(job.learner, job.exercise.id, files.digest)


def _fingerprint(course: Course, exercises: Sequence[Exercise], first: Grader, *, full: bool) -> str:
    secret = seeds.read_secret(course.secret_file, course.id)
    return fingerprint(course, exercises, layers=first.backend.layers, full=full, secret=secret)


class _Opening:
    """The gradebook, opened while graders are at work: importing nbgrader takes a second and more.

    A gradebook that cannot be used ends the run as soon as that is known (`GradebookError`).
    """

    def __init__(self, course: Course, learners: Sequence[Learner]) -> None:
        self._course = course
        self._learners = learners
        self._stack = contextlib.ExitStack()
        self._gradebook: Gradebook | None = None
        self._importing = threading.Thread(
            target=importlib.import_module, args=("autograder.gradebook.models",)
        )

    def __enter__(self) -> _Opening:
        self._importing.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.settle()
        self._stack.close()

    def settle(self) -> None:
        """Wait for the import: what is forked while a thread imports may wait for its locks for ever."""
        if self._importing.is_alive():
            self._importing.join()

    def look(self) -> None:
        """Open the gradebook if that can be done by now."""
        if self._gradebook is None and not self._importing.is_alive():
            self.gradebook()

    def gradebook(self) -> Gradebook:
        """Return the open gradebook, ready for the learners."""
        from autograder.gradebook import open_gradebook

        if self._gradebook is None:
            self._importing.join()
            self._gradebook = self._stack.enter_context(open_gradebook(self._course))
            self._gradebook.prepare(self._learners)
        return self._gradebook


def public_address(url: str) -> str:
    """Return a gradebook's address as people may see it: a file's path, or a URL without its password."""
    if url.startswith("sqlite:///"):
        return url.removeprefix("sqlite:///")
    return re.sub(r"(//[^:/@]*):[^@]*@", r"\1:***@", url)


def _names_in(out: Path, course: Course) -> tuple[str, ...]:
    """Return what no learner may be called, since a file in the folder of results is."""
    book = Path(public_address(course.gradebook_url))
    files = (book.name, f"{book.name}-journal", f"{book.name}-wal") if book.parent == out.absolute() else ()
    return (TABLE, *files)
