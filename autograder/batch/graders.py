"""Grader processes for many submissions, each with a source of workers of its own."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.batch.plan import Job
from autograder.batch.pool import Died, Jobs, Pool, found
from autograder.course import Course, Exercise
from autograder.errors import SandboxError
from autograder.grading.files import SubmissionFiles, UnreadableSubmission
from autograder.grading.session import Grader
from autograder.report import Report, Status
from autograder.worker.backends import ZygoteBackend
from autograder.worker.container import LAYER as CONTAINER
from autograder.worker.sandbox import probe
from autograder.worker.settings import Backend

Tasks = Sequence[Job] | Sequence[tuple[Exercise, SubmissionFiles]]


def grade_many(
    course: Course, submissions: Sequence[tuple[Exercise, SubmissionFiles]], *, sandbox: str = "auto"
) -> list[Report]:
    """Grade submissions that are already in memory, in parallel, and return the reports in their order."""
    exercises = [exercise for exercise, _ in submissions]
    with first_grader(course, exercises, sandbox=sandbox, full=False) as first:
        warm_up()
        check_confinement(first.backend, sandbox)
        with open_pool(course, first, submissions, sandbox) as pool:
            results = dict(pool.run(range(len(submissions))))
    return [msgspec.msgpack.decode(found(results[number]), type=Report) for number in range(len(submissions))]


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_confinement(backend: Backend, sandbox: str) -> None:
    """Refuse to go on when strangers' code could read files or reach the network; raises `SandboxError`."""
    if sandbox == "none":
        return
    layers = set(backend.layers)
    if CONTAINER in layers:
        return
    files = layers & {"root", "landlock"}
    network = layers & {"namespaces", "seccomp"}
    if files and network:
        return
    reasons = "; ".join(f"{layer}: {reason}" for layer, reason in sorted(backend.missing.items()))
    raise SandboxError(
        f"This machine cannot confine strangers' code ({reasons}). Grade on a machine that can "
        "(`grade doctor` tells), say --sandbox container where there is Podman or Docker, or say "
        "--sandbox none to run it unprotected."
    )


def layers_here(sandbox: str) -> tuple[str, ...]:
    """Return the layers that will be in force, found out without starting anything that takes seconds."""
    match sandbox:
        case "container":
            return (CONTAINER,)
        case "auto" if sys.platform == "linux":
            return tuple(sorted(layer for layer, reason in probe().items() if not reason))
        case _:
            return ()


def grade_one(grader: Grader, job: Job) -> Report:
    """Grade one job; a file that is missing or cannot be read has a report too."""
    exercise = job.exercise
    if job.path is None:
        status = Status.ERROR if job.trouble else Status.NOT_STARTED
        return grader.blank(exercise, job.learner, status, job.trouble or "No file was handed in.")
    try:
        files = read_files(job, job.path)
    except UnreadableSubmission as error:
        return grader.blank(exercise, job.learner, Status.ERROR, str(error))
    return grader.grade(exercise, files, learner=job.learner)


def read_files(job: Job, path: Path) -> SubmissionFiles:
    """Read a job's submission; raises `UnreadableSubmission`."""
    return SubmissionFiles.read(path, name=f"{job.exercise.module}.py")


def warm_up() -> None:
    """Import before the fork what every grader process needs, while the zygote imports torch."""
    from autograder.grading import suites  # noqa: F401


def first_grader(course: Course, exercises: Iterable[Exercise], *, sandbox: str, full: bool) -> Grader:
    """Open the grader from whose zygote the others' are split."""
    return Grader(course, sandbox=sandbox, preload=_preload(exercises), full=full, many=True)


def _preload(exercises: Iterable[Exercise]) -> tuple[str, ...]:
    return tuple(sorted({name for exercise in exercises for name in exercise.preload}))


@contextlib.contextmanager
def open_pool(
    course: Course,
    first: Grader,
    tasks: Tasks,
    sandbox: str,
    *,
    jobs: int | None = None,
    full: bool = False,
    before: Callable[[], None] = lambda: None,
) -> Iterator[Pool]:
    """Start `jobs` grader processes (default: the cores), with a backend each: a zygote split from the first
    one's, or whatever else `sandbox` means. `before` is called before each of them is forked."""

    def prepare() -> _Share:
        before()
        return _Share(
            course=course,
            exercises=tuple(task.exercise if isinstance(task, Job) else task[0] for task in tasks),
            task=lambda number: tasks[int(number)],
            full=full,
            sandbox=sandbox,
            backend=_split_off(first),
        )

    pool = Pool(max(1, min(jobs or available_cores(), len(tasks))), prepare)
    with contextlib.closing(pool):
        yield pool


class StandingPool:
    """Graders that stay for jobs which nobody knows yet, with each exercise of a course."""

    def __init__(
        self,
        course: Course,
        first: Grader,
        sandbox: str,
        *,
        jobs: int,
        full: bool = False,
        before: Callable[[], None] = lambda: None,
    ) -> None:
        """Start `jobs` grader processes, as `open_pool` does; `close` ends them."""

        def prepare() -> _Share:
            before()
            return _Share(
                course=course,
                exercises=course.exercises,
                task=lambda told: decoded(told, course),
                full=full,
                sandbox=sandbox,
                backend=_split_off(first),
            )

        self._pool = Pool(jobs, prepare)

    def close(self) -> None:
        """End all graders."""
        self._pool.close()

    def for_jobs(self, jobs: Sequence[Job]) -> Jobs:
        """Return what grades these jobs, which it knows by their index."""
        return _Standing(self._pool, jobs)


@dataclass(frozen=True, slots=True)
class _Standing:
    pool: Pool
    jobs: Sequence[Job]

    def run(
        self, jobs: Sequence[int], *, meanwhile: Callable[[], None]
    ) -> Iterator[tuple[int, bytes | Died]]:
        return self.pool.run(jobs, meanwhile=meanwhile, tell=lambda number: encoded(self.jobs[number]))


def encoded(job: Job) -> bytes:
    """Return a job as it crosses to a grader's process; a path need not be text."""
    path = os.fsencode(job.path) if job.path else None
    return msgspec.msgpack.encode((job.learner, job.exercise.id, path, job.trouble))


def decoded(told: bytes, course: Course) -> Job:
    """Return the job that was encoded."""
    learner, exercise, path, trouble = msgspec.msgpack.decode(told, type=tuple[str, str, bytes | None, str])
    return Job(
        learner=learner,
        exercise=course.exercise(exercise),
        path=Path(os.fsdecode(path)) if path else None,
        trouble=trouble,
    )


def _split_off(first: Grader) -> ZygoteBackend | None:
    return first.backend.split() if isinstance(first.backend, ZygoteBackend) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """What a grader's process takes along: what it may have to grade, and its own source of workers."""

    course: Course
    exercises: Sequence[Exercise]  # that may come
    task: Callable[[bytes], Job | tuple[Exercise, SubmissionFiles]]  # what is to be done, from what is told
    full: bool
    sandbox: str
    backend: ZygoteBackend | None  # None: one of its own, of the kind that `sandbox` names

    @contextlib.contextmanager
    def start(self) -> Iterator[Callable[[bytes], bytes]]:
        """Open the process's grader, give what does one job, and end the grader's workers in the end."""
        with Grader(
            self.course,
            sandbox=self.sandbox,
            preload=_preload(self.exercises),
            full=self.full,
            backend=self.backend,
        ) as grader:

            def grade(told: bytes) -> bytes:
                task = self.task(told)
                report = grade_one(grader, task) if isinstance(task, Job) else grader.grade(*task)
                return msgspec.msgpack.encode(report)

            yield grade

    def release(self) -> None:
        """Leave the zygote to the grader's process."""
        if self.backend is not None:
            self.backend.close()
