"""Grader processes for many submissions, each with a source of workers of its own."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.batch import memory
from autograder.batch.place import Opened, Order
from autograder.batch.plan import Job, exercises_of
from autograder.batch.pool import Died, Jobs, Pool, found
from autograder.course import Course, Exercise
from autograder.errors import SandboxError, UsageError
from autograder.grading.files import SubmissionFiles, UnreadableSubmission
from autograder.grading.session import Grader, import_suites
from autograder.report import Report, Status
from autograder.worker.backends import ZygoteBackend
from autograder.worker.container import LAYER as CONTAINER
from autograder.worker.sandbox import probe
from autograder.worker.settings import Accelerator, Backend

Tasks = Sequence[Job] | Sequence[tuple[Exercise, SubmissionFiles]]


def grade_many(
    course: Course, submissions: Sequence[tuple[Exercise, SubmissionFiles]], *, sandbox: str = "auto"
) -> list[Report]:
    """Grade submissions that are already in memory, in parallel, and return the reports in their order."""
    exercises = [exercise for exercise, _ in submissions]
    with (
        first_grader(course, preload_of(exercises), sandbox=sandbox) as first,
        open_pool(course, first, submissions, sandbox) as pool,
    ):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """That there is nothing to run, and what its report says."""

    status: Status
    message: str


def hand_over(job: Job) -> SubmissionFiles | Blank:
    """Read what a job is about; a file that is missing or cannot be read has a report too."""
    if job.path is None:
        status = Status.ERROR if job.trouble else Status.NOT_STARTED
        return Blank(status=status, message=job.trouble or "No file was handed in.")
    try:
        return read_files(job, job.path)
    except UnreadableSubmission as error:
        return Blank(status=Status.ERROR, message=str(error))


def report_on(grader: Grader, exercise: Exercise, handed: SubmissionFiles | Blank, learner: str) -> Report:
    """Grade what `hand_over` has read."""
    if isinstance(handed, Blank):
        return grader.blank(exercise, learner, handed.status, handed.message)
    return grader.grade(exercise, handed, learner=learner)


def read_files(job: Job, path: Path) -> SubmissionFiles:
    """Read a job's submission; raises `UnreadableSubmission`."""
    return SubmissionFiles.read(path, name=f"{job.exercise.module}.py")


@contextlib.contextmanager
def first_grader(
    course: Course,
    preload: Sequence[str],
    *,
    sandbox: str,
    full: bool = False,
    device: Accelerator = "simulated",
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[Grader]:
    """Open the grader from whose zygote others' can be split.

    While the zygote imports torch, `meanwhile` is called, and what every grader process needs is imported.
    Raises `SandboxError` where strangers' code could not be confined.
    """
    with Grader(
        course, sandbox=sandbox, preload=tuple(preload), full=full, many=True, device=device
    ) as grader:
        meanwhile()
        import_suites()
        check_confinement(grader.backend, sandbox)
        yield grader


def preload_of(exercises: Iterable[Exercise]) -> tuple[str, ...]:
    """Return the modules that a zygote imports for exercises."""
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


class Here:
    """This machine as the place where a class is graded: as many grader processes as it has cores."""

    def layers(self, sandbox: str) -> tuple[str, ...]:
        """Return the layers that will be in force."""
        return layers_here(sandbox)

    @contextlib.contextmanager
    def open(self, order: Order) -> Iterator[Opened]:
        """Start the grader processes; raises `SandboxError` where they could not confine strangers' code."""
        if order.device != "simulated":
            raise UsageError("On this machine alone, graders of a class do not share a GPU: say --ray.")
        preload = preload_of(exercises_of(order.jobs))
        wanted, notes = how_many((job.exercise for job in order.jobs), order.size)
        size = max(1, min(wanted, len(order.jobs)))
        with (
            first_grader(order.course, preload, sandbox=order.sandbox, full=order.full) as first,
            open_pool(
                order.course,
                first,
                order.jobs,
                order.sandbox,
                jobs=size,
                full=order.full,
                before=order.before,
            ) as pool,
        ):
            yield Opened(layers=tuple(first.backend.layers), pool=pool, size=size, notes=notes)


def how_many(exercises: Iterable[Exercise], jobs: int | None) -> tuple[int, tuple[str, ...]]:
    """Return how many to grade at once, and a note where memory has room for fewer than there are cores.

    `exercises` has the exercise of each submission; `jobs` is what was asked for, if anything.
    """
    if jobs is not None:
        return jobs, ()
    sizes = [exercise.limits.memory_mb for exercise in exercises]
    count, note = memory.room_for(sizes, available_cores(), memory.available_mb())
    return count, (note,) if note else ()


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
            preload=preload_of(self.exercises),
            full=self.full,
            backend=self.backend,
        ) as grader:

            def grade(told: bytes) -> bytes:
                task = self.task(told)
                if isinstance(task, Job):
                    report = report_on(grader, task.exercise, hand_over(task), task.learner)
                else:
                    report = grader.grade(*task)
                return msgspec.msgpack.encode(report)

            yield grade

    def release(self) -> None:
        """Leave the zygote to the grader's process."""
        if self.backend is not None:
            self.backend.close()
