"""`grade all`: grade a class, a report file a submission, a table of grades, and the gradebook."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

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
    from autograder.gradebook import Learner, open_gradebook

    planned = plan(course, folder)
    _check_writable(out)
    finished: list[tuple[Job, Report]] = []
    remarks: tuple[str, ...] = ()
    # The zygote imports torch while nbgrader is being imported here.
    with (
        _first_grader(course, [job.exercise for job in planned.jobs], sandbox=sandbox, full=full) as first,
        open_gradebook(course) as gradebook,
    ):
        gradebook.prepare(Learner(id=name) for name in dict.fromkeys(job.learner for job in planned.jobs))
        try:
            for number, report in _graded(course, first, planned.jobs, jobs=jobs, sandbox=sandbox, full=full):
                job = planned.jobs[number]
                _write_report(out, report)
                finished.append((job, report))
                if progress is not None:
                    progress(report, len(finished), len(planned.jobs))
        finally:
            finished.sort(key=lambda pair: (pair[1].learner, pair[1].exercise))
            csv = _write_csv(out, [report for _, report in finished])
            # Who handed in nothing has no submission in the gradebook, rather than one worth 0.
            remarks = gradebook.record(report for job, report in finished if job.path or job.trouble)
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
    with _first_grader(
        course, [exercise for exercise, _ in submissions], sandbox=sandbox, full=False
    ) as first:
        found = dict(_graded(course, first, submissions, jobs=None, sandbox=sandbox, full=False))
    return [found[number] for number in range(len(submissions))]


def _first_grader(course: Course, exercises: Iterable[Exercise], *, sandbox: str, full: bool) -> Grader:
    """Open the grader from whose zygote the others' are split."""
    return Grader(course, sandbox=sandbox, preload=_preload(exercises), full=full, many=True)


def _preload(exercises: Iterable[Exercise]) -> tuple[str, ...]:
    return tuple(sorted({name for exercise in exercises for name in exercise.preload}))


def _graded(
    course: Course, first: Grader, tasks: Tasks, *, jobs: int | None, sandbox: str, full: bool
) -> Iterator[tuple[int, Report]]:
    """Yield numbers of tasks with their reports as they finish; `jobs` processes (default: the cores)."""
    _warm_up()
    check_confinement(first.backend, sandbox)
    size = max(1, min(jobs or available_cores(), len(tasks)))
    with _pool(course, first, tasks, size, full) as pool:
        for number, result in pool.run(range(len(tasks))):
            yield number, msgspec.msgpack.decode(result, type=Report)


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

    path = out / "grades.csv"
    write_grades_csv(path, finished)
    return path
