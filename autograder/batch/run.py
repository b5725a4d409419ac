"""`grade all`: grade a class, a report file a submission, a table of grades, and the gradebook."""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from autograder import report as reports
from autograder.batch.plan import Job, plan
from autograder.batch.pool import Pool
from autograder.course import Course, Exercise
from autograder.errors import HostError, SandboxError
from autograder.grading.files import SubmissionFiles, UnreadableSubmission
from autograder.grading.session import Grader
from autograder.report import Report, Status
from autograder.worker.backends import ZygoteBackend
from autograder.worker.settings import Backend

if TYPE_CHECKING:
    from autograder.gradebook import Gradebook, Learner

GRADES = "grades.csv"  # in the folder of results

Tasks = Sequence[Job] | Sequence[tuple[Exercise, SubmissionFiles]]
Progress = Callable[[Report, int, int], None]  # a finished report, how many are done, of how many


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOutcome:
    """What `grade all` gives."""

    reports: tuple[Report, ...]  # by learner, then exercise
    out: Path  # where the report files are
    csv: Path
    gradebook: str  # its address, as people may see it
    notes: tuple[str, ...]


def grade_class(
    course: Course,
    folder: Path,
    out: Path,
    *,
    jobs: int | None = None,
    sandbox: str = "auto",
    full: bool = False,
    progress: Progress | None = None,
) -> ClassOutcome:
    """Grade every submission in a folder.

    Report files appear in `out` as submissions are finished; what was finished is recorded in grades.csv and
    the gradebook even when the run is broken off. Raises `GraderError`; refuses to run strangers' code where
    it cannot be confined, unless `sandbox` is "none".
    """
    from autograder.gradebook import Learner

    planned = plan(course, folder, _names_in(out, course))
    _check_writable(out)
    finished: list[tuple[Job, Report]] = []
    remarks: tuple[str, ...] = ()
    learners = [Learner(id=name) for name in dict.fromkeys(job.learner for job in planned.jobs)]
    with (
        _first_grader(course, [job.exercise for job in planned.jobs], sandbox=sandbox, full=full) as first,
        _at_work(course, first, planned.jobs, jobs=jobs, sandbox=sandbox, full=full) as results,
        _Opening(course, learners) as opening,
    ):
        try:
            for number, report in results:
                opening.look()
                job = planned.jobs[number]
                _write_report(out, report)
                finished.append((job, report))
                if progress is not None:
                    progress(report, len(finished), len(planned.jobs))
        finally:
            finished.sort(key=lambda pair: (pair[1].learner, pair[1].exercise))
            csv = _write_csv(out, [report for _, report in finished])
            # Who handed in nothing has no submission in the gradebook, rather than one worth 0.
            handed_in = [report for job, report in finished if job.path or job.trouble]
            remarks = opening.gradebook().record(handed_in)
    return ClassOutcome(
        reports=tuple(report for _, report in finished),
        out=out,
        csv=csv,
        gradebook=public_address(course.gradebook_url),
        notes=planned.notes + remarks,
    )


def grade_many(
    course: Course, submissions: Sequence[tuple[Exercise, SubmissionFiles]], *, sandbox: str = "auto"
) -> list[Report]:
    """Grade submissions that are already in memory, in parallel, and return the reports in their order."""
    exercises = [exercise for exercise, _ in submissions]
    with (
        _first_grader(course, exercises, sandbox=sandbox, full=False) as first,
        _at_work(course, first, submissions, jobs=None, sandbox=sandbox, full=False) as results,
    ):
        found = dict(results)
    return [found[number] for number in range(len(submissions))]


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
        self._importing.join()
        self._stack.close()

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


def _first_grader(course: Course, exercises: Iterable[Exercise], *, sandbox: str, full: bool) -> Grader:
    """Open the grader from whose zygote the others' are split."""
    return Grader(course, sandbox=sandbox, preload=_preload(exercises), full=full, many=True)


def _preload(exercises: Iterable[Exercise]) -> tuple[str, ...]:
    return tuple(sorted({name for exercise in exercises for name in exercise.preload}))


@contextlib.contextmanager
def _at_work(
    course: Course, first: Grader, tasks: Tasks, *, jobs: int | None, sandbox: str, full: bool
) -> Iterator[Iterator[tuple[int, Report]]]:
    """Start `jobs` grader processes (default: the cores) and give numbers of tasks with their reports."""
    _warm_up()
    check_confinement(first.backend, sandbox)
    size = max(1, min(jobs or available_cores(), len(tasks)))
    with _pool(course, first, tasks, size, full) as pool:
        yield (
            (number, msgspec.msgpack.decode(result, type=Report))
            for number, result in pool.run(range(len(tasks)))
        )


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def public_address(url: str) -> str:
    """Return a gradebook's address as people may see it: a file's path, or a URL without its password."""
    if url.startswith("sqlite:///"):
        return url.removeprefix("sqlite:///")
    return re.sub(r"(//[^:/@]*):[^@]*@", r"\1:***@", url)


def check_confinement(backend: Backend, sandbox: str) -> None:
    """Refuse to go on when strangers' code could read files or reach the network; raises `SandboxError`."""
    if sandbox == "none":
        return
    layers = set(backend.layers)
    files = layers & {"root", "landlock"}
    network = layers & {"namespaces", "seccomp"}
    if files and network:
        return
    reasons = "; ".join(f"{layer}: {reason}" for layer, reason in sorted(backend.missing.items()))
    raise SandboxError(
        f"This machine cannot confine strangers' code ({reasons}). Grade on a machine that can "
        "(`grade doctor` tells), or say --sandbox none to run it unprotected."
    )


def grade_one(grader: Grader, job: Job) -> Report:
    """Grade one job; a file that is missing or cannot be read has a report too."""
    exercise = job.exercise
    if job.path is None:
        status = Status.ERROR if job.trouble else Status.NOT_STARTED
        return grader.blank(exercise, job.learner, status, job.trouble or "No file was handed in.")
    try:
        files = SubmissionFiles.read(job.path, name=f"{exercise.module}.py")
    except UnreadableSubmission as error:
        return grader.blank(exercise, job.learner, Status.ERROR, str(error))
    return grader.grade(exercise, files, learner=job.learner)


@contextlib.contextmanager
def _pool(
    course: Course,
    first: Grader,
    tasks: Tasks,
    size: int,
    full: bool,
) -> Iterator[Pool]:
    """Grader processes with a backend each: a zygote split from the first one's, or plain children."""

    def prepare() -> _Share:
        backend = first.backend
        own = backend.split() if isinstance(backend, ZygoteBackend) else None
        return _Share(course=course, tasks=tasks, full=full, backend=own)

    pool = Pool(size, prepare)
    try:
        yield pool
    finally:
        pool.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """What a grader's process takes along: everything to grade, and its own source of workers."""

    course: Course
    tasks: Tasks
    full: bool
    backend: ZygoteBackend | None  # None: plain children

    def start(self) -> Callable[[int], bytes]:
        """Open the process's grader and return what does one job."""
        sandbox = "auto" if self.backend else "none"
        exercises = (task.exercise if isinstance(task, Job) else task[0] for task in self.tasks)
        grader = Grader(
            self.course,
            sandbox=sandbox,
            preload=_preload(exercises),
            full=self.full,
            backend=self.backend,
        )

        def grade(number: int) -> bytes:
            task = self.tasks[number]
            report = grade_one(grader, task) if isinstance(task, Job) else grader.grade(*task)
            return msgspec.msgpack.encode(report)

        return grade

    def release(self) -> None:
        """Leave the zygote to the grader's process."""
        if self.backend is not None:
            self.backend.close()


def _warm_up() -> None:
    """Import before the fork what every grader process needs, while the zygote imports torch."""
    from autograder.grading import suites  # noqa: F401


def _names_in(out: Path, course: Course) -> tuple[str, ...]:
    """Return what no learner may be called, since a file in the folder of results is."""
    book = Path(public_address(course.gradebook_url))
    files = (book.name, f"{book.name}-journal", f"{book.name}-wal") if book.parent == out.absolute() else ()
    return (GRADES, *files)


def _check_writable(out: Path) -> None:
    """Find out before grading, not after it, that results cannot be written."""
    probe = out / f".writable-{os.getpid()}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise HostError(
            f"{out} cannot be written ({error.strerror}). Name another folder with --out."
        ) from error


def _write_report(out: Path, report: Report) -> None:
    """Write one report file, whole or not at all."""
    folder = out / report.learner.replace("/", "_")
    path = folder / f"{report.exercise}.json"
    temporary = folder / f".{report.exercise}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(reports.encode(report))
        temporary.replace(path)
    except OSError as error:
        raise HostError(f"{path} cannot be written: {error.strerror}.") from error


def _write_csv(out: Path, finished: Sequence[Report]) -> Path:
    from autograder.gradebook.exporters.csv import write_grades_csv

    path = out / GRADES
    write_grades_csv(path, finished)
    return path
