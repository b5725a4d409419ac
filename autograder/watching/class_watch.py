"""`grade all --watch`: grades a class as it hands in, with graders that stay warm in between."""

from __future__ import annotations

import contextlib
import importlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from autograder.batch.fingerprint import fingerprints
from autograder.batch.graders import StandingPool, available_cores, first_grader, how_many, preload_of
from autograder.batch.plan import Choice, Job, keys_of, plan_so_far
from autograder.batch.results import TABLE, Results, open_results
from autograder.batch.run import ClassRun, Failure, Opening, Ready, names_in, public_address
from autograder.batch.sorting import sort_out
from autograder.batch.tally import Step
from autograder.course import FILE_NAME, Course
from autograder.errors import GraderError, HostError
from autograder.gradebook import Learner
from autograder.report_row import ReportRow
from autograder.watching.arrivals import SETTLE_SECONDS, TIMES, Arrivals, noticed

# After so long everything is looked at although nothing was noticed: a file server tells nothing of what
# other machines write to it.
RESCAN_SECONDS = 30.0
RETRY_SECONDS = 2.0  # at least, until what went wrong is tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What of a class to grade, and how."""

    folder: Path  # of the submissions
    out: Path
    choice: Choice
    sandbox: str = "auto"
    full: bool = False
    jobs: int | None = None  # at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was done until it was stopped."""

    graded: int
    failed: int
    out: Path
    csv: Path
    gradebook: str  # its address, as people may see it


class Listener(Protocol):
    """Who hears what happens."""

    def finished(self, row: ReportRow) -> None:
        """A submission that somebody handed in is graded."""

    def said(self, text: str) -> None:
        """There is something that an instructor should know."""

    def recorded(self, rows: Sequence[ReportRow]) -> None:
        """Reports with these rows are in the folder of results, in the table and in the gradebook."""


def watch_class(load: Callable[[], Course], watched: Watched, listener: Listener) -> Summary:
    """Grade what is in the folder and whatever arrives or changes there, until Ctrl-C.

    Each round ends with the table of grades and the gradebook written. `load` reads the course; when that, a
    suite or a solution has changed, everything concerned is graded anew, by fresh graders. Troubles of the
    first round are raised (`GraderError`); later ones are told, and what they concern is tried again.
    """
    course = load()
    with open_results(watched.out) as results:
        watch = _ClassWatch(load, watched, listener, results)
        with contextlib.suppress(KeyboardInterrupt), contextlib.closing(watch):
            watch.run(course)
    return Summary(
        graded=watch.graded,
        failed=watch.failed,
        out=watched.out,
        csv=watched.out / TABLE,
        gradebook=public_address(course.gradebook_url),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Warm:
    """Graders that are ready for what comes."""

    pool: StandingPool
    count: int
    layers: tuple[str, ...]  # in force


class _ClassWatch:
    """What a watch knows from one round to the next."""

    def __init__(
        self, load: Callable[[], Course], watched: Watched, listener: Listener, results: Results
    ) -> None:
        self._load, self._watched, self._listener, self._results = load, watched, listener, results
        self._arrivals = Arrivals()
        self._stack = contextlib.ExitStack()
        self._warm: _Warm | None = None
        self._graded_with: dict[str, str] = {}
        self._rows: dict[tuple[str, str], ReportRow] = {}  # the latest, by learner and exercise
        self._opening: Opening | None = None
        self._begun = False  # the first round is over
        self._told: set[str] = set()
        self._trouble = ""
        self._ungraded: set[tuple[str, str]] = set()  # whose graders ended, by learner and exercise
        self.graded = 0

    @property
    def failed(self) -> int:
        """How many submissions the grader could not grade, as they are now."""
        return len(self._ungraded)

    def run(self, course: Course) -> None:
        """Work until Ctrl-C."""
        changed, folder = threading.Event(), self._watched.folder
        plan_so_far(course, folder)  # before anything starts: is there such a folder?
        with (
            noticed([folder], happened=changed.set, blind=self._blind),
            noticed(
                _of_course(course),
                happened=changed.set,
                blind=self._blind,
                recursive=False,
                endings=(".py", FILE_NAME),  # and not the gradebook, which changes with each round
            ),
        ):
            while True:
                changed.clear()
                if self._round():
                    time.sleep(SETTLE_SECONDS)
                else:
                    changed.wait(RESCAN_SECONDS)

    def close(self) -> None:
        """End the graders."""
        self._stack.close()
        self._warm = None

    def _round(self) -> bool:
        """Grade what is whole; return whether something has come that may not be."""
        try:
            unsettled = self._look()
        except GraderError as error:
            self.close()  # graders may have jobs in hand
            if not self._begun:
                raise
            if str(error) != self._trouble:
                self._listener.said(f"{error} It is tried again when something changes.")
            self._trouble = str(error)
            time.sleep(RETRY_SECONDS)
            return False
        self._begun, self._trouble = True, ""
        return unsettled

    def _look(self) -> bool:
        course = self._load()
        warm = self._warm_for(course)
        planned = plan_so_far(course, self._watched.folder, names_in(self._watched.out, course))
        self._tell_once(planned.notes)
        chosen = [job for job in planned.jobs if self._watched.choice.takes(job)]
        whole, unsettled = self._arrivals.look(chosen)
        if whole or not self._begun:
            failures = self._grade(course, warm, planned.jobs, whole)
            failed = {(one.learner, one.exercise) for one in failures}
            self._ungraded = (self._ungraded - keys_of(whole)) | failed
            self._arrivals.take(job for job in whole if (job.learner, job.exercise.id) not in failed)
            self._tell_of(failures, whole)
        return unsettled

    def _warm_for(self, course: Course) -> _Warm:
        """Return graders for the course as it is now."""
        if self._warm is not None:
            if self._graded_with == self._fingerprints(course, self._warm):
                return self._warm
            self.close()
        warm = self._warm = self._stack.enter_context(self._started(course))
        before, self._graded_with = self._graded_with, self._fingerprints(course, warm)
        anew = {name for name, digest in self._graded_with.items() if before.get(name) != digest}
        if anew and before:
            self._listener.said(f"The course has changed: {', '.join(sorted(anew))} will be graded anew.")
        self._arrivals.give_back(anew)
        self._results.take_up(self._graded_with)
        return warm

    def _fingerprints(self, course: Course, warm: _Warm) -> dict[str, str]:
        try:
            return fingerprints(course, course.exercises, warm.layers, full=self._watched.full)
        except OSError as error:  # somebody is just saving it
            raise HostError(f"{error.filename} cannot be read ({error.strerror}).") from error

    @contextlib.contextmanager
    def _started(self, course: Course) -> Iterator[_Warm]:
        watched = self._watched
        with first_grader(
            course,
            preload_of(course.exercises),
            sandbox=watched.sandbox,
            full=watched.full,
            # No thread may do this while graders are forked.
            meanwhile=lambda: importlib.import_module("autograder.gradebook.models"),
        ) as first:
            largest = max(course.exercises, key=lambda exercise: exercise.limits.memory_mb)
            count, notes = how_many([largest] * available_cores(), watched.jobs)
            self._tell_once(notes)
            pool = StandingPool(
                course, first, watched.sandbox, jobs=count, full=watched.full, before=self._settle
            )
            with contextlib.closing(pool):
                yield _Warm(pool=pool, count=count, layers=tuple(first.backend.layers))

    def _settle(self) -> None:
        if self._opening is not None:
            self._opening.settle()

    def _grade(
        self, course: Course, warm: _Warm, jobs: Sequence[Job], whole: Sequence[Job]
    ) -> Sequence[Failure]:
        """Grade jobs of those that there are, and record it; return what could not be graded."""
        work = sort_out(whole, self._results)
        pool = warm.pool.for_jobs(work.left) if work.left else None
        ready = Ready(work=work, pool=pool, graders=warm.count, notes=())
        news = _keys_of_news(whole) - {_key(row) for _, row in work.finished if self._has(row)}

        def progress(step: Step) -> None:
            if (row := step.finished) is None:
                return
            self._rows[_key(row)] = row
            if _key(row) in news:
                self.graded += 1
                self._listener.finished(row)

        run = ClassRun(ready, self._rest(jobs, whole), self._results, progress, None)
        learners = [Learner(id=name) for name in dict.fromkeys(job.learner for job in whole)]
        self._opening = Opening(course, learners)
        with self._opening as opening:
            remarks = run.complete(opening)
        for failure in run.failures:
            self._rows.pop((failure.learner, failure.exercise), None)
        self._tell_once(remarks)
        self._listener.recorded(run.rows)
        return run.failures

    def _tell_of(self, failures: Sequence[Failure], whole: Sequence[Job]) -> None:
        jobs = {(job.learner, job.exercise.id): job for job in whole}
        for one in failures:
            again = self._arrivals.fail(jobs[one.learner, one.exercise])
            what_next = (
                "It is tried again in half a minute; use fewer --jobs if memory is short."
                if again
                else f"It was tried {TIMES} times, and is tried again when it is handed in anew."
            )
            self._listener.said(f"{one.learner} {one.exercise} is not graded: {one.reason}. {what_next}")

    def _rest(self, jobs: Sequence[Job], whole: Sequence[Job]) -> Iterator[ReportRow]:
        """Yield what is known of the other jobs: the table has a row for them too."""
        for learner, exercise in sorted(keys_of(jobs) - keys_of(whole)):
            row = self._known(learner, exercise)
            if row is not None:
                yield row

    def _known(self, learner: str, exercise: str) -> ReportRow | None:
        if (learner, exercise) not in self._rows:
            report = self._results.earlier(learner, exercise)
            if report is None:
                return None
            self._rows[learner, exercise] = self._results.rows.of(report)
        return self._rows[learner, exercise]

    def _has(self, row: ReportRow) -> bool:
        return self._known(row.learner, row.exercise) == row

    def _tell_once(self, notes: Sequence[str]) -> None:
        for note in notes:
            if note not in self._told:
                self._told.add(note)
                self._listener.said(note)

    def _blind(self, reason: str) -> None:
        self._listener.said(
            f"Changes cannot be noticed at once ({reason}); they are looked for every {RESCAN_SECONDS:g} s."
        )


def _of_course(course: Course) -> list[Path]:
    """The folders of what decides on scores, besides submissions."""
    files = [path for exercise in course.exercises for path in (exercise.suite, exercise.solution)]
    return sorted({course.root, *(path.parent for path in files)})


def _keys_of_news(jobs: Sequence[Job]) -> frozenset[tuple[str, str]]:
    """Of whom something was handed in, and not only nothing by others."""
    return keys_of(job for job in jobs if job.path or job.trouble)


def _key(row: ReportRow) -> tuple[str, str]:
    return row.learner, row.exercise
