"""`grade all`: grade a class, a report file a submission, a table of grades, and the gradebook."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from autograder.batch.graders import Here
from autograder.batch.place import Order, Place
from autograder.batch.plan import EVERYTHING, Choice, Job, plan
from autograder.batch.pool import Died, Jobs
from autograder.batch.results import TABLE, Results, open_results
from autograder.batch.sorting import Sorted, Sorter
from autograder.batch.tally import Progress, Step, Tally
from autograder.course import Course
from autograder.errors import HostError
from autograder.report import Report
from autograder.report_row import ReportRow
from autograder.worker.settings import Accelerator

if TYPE_CHECKING:
    from autograder.gradebook import Gradebook, Learner


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

    rows: tuple[ReportRow, ...]  # what was graded or taken over, by learner, then exercise
    out: Path  # where the report files are
    csv: Path
    gradebook: str  # its address, as people may see it
    notes: tuple[str, ...]
    failures: tuple[Failure, ...] = ()  # the grader's own

    def reports(self) -> Iterator[Report]:
        """Read the reports of the rows from their files, one by one; raises `HostError` where one is gone."""
        return map(Results(self.out).report, self.rows)


def grade_class(
    course: Course,
    folder: Path,
    out: Path,
    *,
    jobs: int | None = None,
    sandbox: str = "auto",
    full: bool = False,
    fresh: bool = False,
    device: Accelerator = "simulated",
    choice: Choice = EVERYTHING,
    place: Place | None = None,
    progress: Progress | None = None,
    retell: Callable[[Report], Report] | None = None,
) -> ClassOutcome:
    """Grade every submission in a folder that has not been graded yet as it is, with what it is graded with.

    Report files appear in `out` as submissions are finished. A run that is broken off, by whatever, is taken
    up by the next one; `fresh` has everything graded anew. Files that are equal to the byte are graded once.
    `device` is what tests with a GPU get. `place` is where graders run; they hand their reports to this
    process, which alone writes anything. What was finished is recorded in grades.csv and the gradebook,
    unless the process was killed. Raises `GraderError`; refuses to run strangers' code where it cannot be
    confined, unless `sandbox` is "none".
    """
    from autograder.gradebook import Learner

    planned = plan(course, folder, names_in(out, course))
    chosen, others = choice.divide(planned.jobs)
    learners = [Learner(id=name) for name in dict.fromkeys(job.learner for job in chosen)]
    with open_results(out) as results, contextlib.ExitStack() as stack:
        sorter = Sorter(course=course, jobs=chosen, results=results, full=full, fresh=fresh, device=device)
        opening = Opening(course, learners)
        ready = stack.enter_context(_made_ready(sorter, place or Here(), sandbox, jobs, opening.settle))
        results.begin()
        rest = filter(None, (results.earlier(job.learner, job.exercise.id) for job in others))
        run = ClassRun(ready, map(results.rows.of, rest), results, progress, retell)
        stack.enter_context(opening)
        remarks = run.complete(opening)
    return ClassOutcome(
        rows=run.rows,
        out=out,
        csv=results.out / TABLE,
        gradebook=public_address(course.gradebook_url),
        notes=(*planned.notes, *ready.notes, *remarks),
        failures=tuple(run.failures),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What there is to do, and who does it."""

    work: Sorted
    pool: Jobs | None = None  # None: nothing is left to grade, and there was no need to import torch
    graders: int = 0
    notes: tuple[str, ...]


@contextlib.contextmanager
def _made_ready(
    sorter: Sorter, place: Place, sandbox: str, jobs: int | None, before: Callable[[], None]
) -> Iterator[Ready]:
    """Sort the jobs by what is finished under the layers of the sandbox in force, and start what they take.

    What layers there will be is first found out without starting anything. Where they turn out to be others,
    other reports are finished, and what is left may need graders that have something else preloaded.
    """
    layers = place.layers(sandbox)
    while (work := sorter.sort(layers)).left:
        order = Order(
            course=sorter.course,
            jobs=work.left,
            sandbox=sandbox,
            full=sorter.full,
            device=sorter.device,
            size=jobs,
            before=before,
        )
        with place.open(order) as opened:
            expected, layers = layers, opened.layers
            if layers == expected:
                notes = (*work.notes, *opened.notes)
                yield Ready(work=work, pool=opened.pool, graders=opened.size, notes=notes)
                return
    yield Ready(work=work, notes=work.notes)


class ClassRun:
    """What is finished of a class and what is left.

    Of a report that is in its file, only the row is kept, so memory does not grow with what was graded.
    """

    def __init__(
        self,
        ready: Ready,
        rest: Iterable[ReportRow],
        results: Results,
        progress: Progress | None,
        retell: Callable[[Report], Report] | None,
    ) -> None:
        self._work, self._pool = ready.work, ready.pool
        self._rest = rest  # of the class, but not of this run
        self._results = results
        self._progress = progress or (lambda step: None)
        self._retell = retell or (lambda report: report)
        self._total = self._work.total
        self._tally = Tally(self._work.left, self._total, ready.graders)
        self._finished: list[tuple[Job, ReportRow]] = []
        self.failures: list[Failure] = []

    @property
    def rows(self) -> tuple[ReportRow, ...]:
        """What is finished by now, in the end by learner and exercise."""
        return tuple(row for _, row in self._finished)

    def complete(self, opening: Opening) -> tuple[str, ...]:
        """Grade what is left, if anything, and enter everything; return the gradebook's remarks."""
        try:
            try:
                self._tally.learn(row for _, row in self._work.finished)
                for job, row in self._work.finished:
                    self._results.keep(row)
                    self._finish(job, row, self._tally.take_over(row))
                if self._pool is not None:
                    self._grade(self._pool, opening)
            except BaseException:
                with contextlib.suppress(HostError):  # the first trouble is the one to tell
                    self._enter(opening)
                raise
            remarks = self._enter(opening)
        except HostError as error:
            raise type(error)(f"{str(error).rstrip('.')}. {self._kept()}") from error
        if not self.failures:
            self._results.close(row.learner for row in self.rows)
        return remarks

    def _grade(self, pool: Jobs, opening: Opening) -> None:
        numbers = range(len(self._work.left))
        for number, result in pool.run(numbers, meanwhile=lambda: self._progress(self._tally.step())):
            opening.look()
            job = self._work.left[number]
            if isinstance(result, Died):
                self._fail(job, result, self._tally.fail(number))
            else:
                report = self._retell(msgspec.msgpack.decode(result, type=Report))
                row = self._written(report)
                self._finish(job, row, self._tally.finish(number, row))
                self._share(report)
        # Still here are copies of files that have no report, or that changed while they were graded.
        for job in itertools.chain.from_iterable(self._work.copies.values()):
            reason = "the identical file of another learner could not be graded"
            self._fail(job, reason, self._tally.fail())

    def _share(self, report: Report) -> None:
        """Give the copies of a submission its report."""
        for job in self._work.copies.pop((report.exercise, report.submission), ()):
            row = self._written(msgspec.structs.replace(report, learner=job.learner))
            self._finish(job, row, self._tally.take_over(row))

    def _written(self, report: Report) -> ReportRow:
        self._results.write(report)
        return self._results.rows.of(report)

    def _fail(self, job: Job, reason: object, step: Step) -> None:
        self._results.drop(job.learner, job.exercise.id)
        self.failures.append(Failure(learner=job.learner, exercise=job.exercise.id, reason=str(reason)))
        self._progress(step)

    def _finish(self, job: Job, row: ReportRow, step: Step) -> None:
        self._finished.append((job, row))
        self._progress(step)

    def _enter(self, opening: Opening) -> tuple[str, ...]:
        self._finished.sort(key=lambda pair: (pair[1].learner, pair[1].exercise))
        try:
            table = [*self.rows, *self._rest]
            self._results.write_table(sorted(table, key=lambda row: (row.learner, row.exercise)))
        finally:  # one can be full or locked while the other is not
            # Who handed in nothing has no submission in the gradebook, rather than one worth 0.
            handed_in = [row for job, row in self._finished if job.path or job.trouble]
            remarks = opening.gradebook().record(handed_in)
        return remarks

    def _kept(self) -> str:
        done = f"{len(self._finished)} of {self._total} are graded and kept in {self._results.out}"
        return f"{done}: run the same command again to go on."


class Opening:
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

    def __enter__(self) -> Opening:
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


def names_in(out: Path, course: Course) -> tuple[str, ...]:
    """Return what no learner may be called, since a file in the folder of results is."""
    book = Path(public_address(course.gradebook_url))
    files = (book.name, f"{book.name}-journal", f"{book.name}-wal") if book.parent == out.absolute() else ()
    return (TABLE, *files)
