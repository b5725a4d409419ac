"""The grader: takes a submission, runs the exercise's suite over it, and returns the report.

torch and pytest are imported when the first submission is graded, not before: the zygote, started first,
imports torch at the same time.
"""

from __future__ import annotations

import functools
import gc
import math
import time
from dataclasses import replace
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING

from autograder.course import Course, Exercise
from autograder.data import sources
from autograder.data.training_root import training_root
from autograder.grading import gpus, seeds
from autograder.grading.files import SubmissionFiles
from autograder.report import Report, Status, TestResult
from autograder.worker import gpu
from autograder.worker.backends import BACKENDS
from autograder.worker.layers import Layer
from autograder.worker.settings import Accelerator, Backend, Setup, WorkerLimits

if TYPE_CHECKING:
    from autograder.grading.trial import Trial
    from autograder.worker.client import Worker

ALL_LAYERS = tuple(str(layer) for layer in Layer)
# Of a report: workers with a GPU are confined less.
ON_CUDA = "tests with a GPU ran on the machine's own, through its driver"


class Grader:
    """Grades one submission after another, in one trusted process.

    `sandbox` is "auto" (all layers that this machine has), "container" or "none" (plain child processes).
    Opening returns at once, so that the grader's own imports overlap with the zygote's. `full` works on the
    whole FashionMNIST in place of the sample; `many` says that many submissions will follow; `backend` hands
    over a source of workers that is already there. With `device` "cuda" the tests that have a simulated GPU
    get the machine's own; `gpus.ask_for` says whether that can be. Raises `HostError`.
    """

    def __init__(
        self,
        course: Course,
        *,
        sandbox: str = "auto",
        layers: tuple[str, ...] = ALL_LAYERS,
        preload: tuple[str, ...] = (),
        full: bool = False,
        many: bool = False,
        backend: Backend | None = None,
        device: Accelerator = "simulated",
    ) -> None:
        self._source = sources.find(full, course.full_data)
        if backend is None:
            data = training_root(self._source)
            seen = gpu.find() if device == "cuda" else gpu.NONE
            backend = BACKENDS[sandbox](Setup(layers=layers, preload=preload, data=data, many=many, gpu=seen))
        self._backend = backend
        self._device = device
        self._secret = seeds.read_secret(course.secret_file, course.id)
        self._waiting: tuple[WorkerLimits, Worker] | None = None
        self._current: Worker | None = None

    @property
    def backend(self) -> Backend:
        """Where this grader's workers come from."""
        return self._backend

    def __enter__(self) -> Grader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers."""
        self._drop_waiting()
        self._backend.close()

    def grade(
        self,
        exercise: Exercise,
        submission: SubmissionFiles,
        learner: str = "",
        *,
        trial: Trial | None = None,
    ) -> Report:
        """Run the exercise's suite over a submission; a trial ends when it knows enough.

        Whatever learner code does is in the report; what is raised (`GraderError`) is ours.
        """
        start = time.monotonic()
        unreadable = submission.not_text()
        results, tampering = self._run(exercise, submission, unreadable, trial)
        return Report(
            exercise=exercise.id,
            learner=learner,
            score=min(sum(test.score for test in results), sum(test.points for test in results)),
            max_score=sum(test.points for test in results),
            tests=results,
            submission=submission.digest,
            sandbox=tuple(self._backend.layers),
            notes=(ON_CUDA,) if self._device == "cuda" and gpus.uses_gpu(exercise) else (),
            tampering=tampering,
            seconds=round(time.monotonic() - start, 3),
        )

    def tests(self, exercise: Exercise) -> tuple[str, ...]:
        """Return the names of an exercise's tests, in the suite's order. Raises `InternalError`."""
        return tuple(import_suites().tests(exercise))

    def probes(self, exercise: Exercise) -> dict[str, tuple[str, ...]]:
        """Return an exercise's probes, each with the tests that it can explain. Raises `InternalError`."""
        return {name: probe.tests for name, probe in import_suites().probes(exercise).items()}

    def independent(self, exercise: Exercise) -> bool:
        """Return whether an exercise's tests can be run by several graders, each some of them."""
        return bool(import_suites().independent(exercise))

    def printed(self) -> str:
        """Return what the code under test has printed so far; may be called from another thread."""
        return self._current.printed() if self._current is not None else ""

    def blank(self, exercise: Exercise, learner: str, status: Status, message: str) -> Report:
        """Return the report of a submission that cannot be run at all: every test has the same verdict."""
        suites = import_suites()
        tests = tuple(
            TestResult(
                id=name,
                title=worth.title,
                public=worth.public,
                points=worth.points,
                score=0.0,
                status=status,
                message=message,
            )
            for name, worth in suites.tests(exercise).items()
        )
        points = sum(test.points for test in tests)
        return Report(exercise=exercise.id, learner=learner, score=0.0, max_score=points, tests=tests)

    def _run(
        self, exercise: Exercise, submission: SubmissionFiles, unreadable: str, trial: Trial | None
    ) -> tuple[tuple[TestResult, ...], dict[str, int]]:
        if unreadable:
            return self.blank(exercise, "", Status.ERROR, unreadable).tests, {}
        suites = import_suites()
        suites.tests(exercise)  # collected while workers are still being prepared
        _ = self._backend.layers  # waits for them: the first test's time is to be its own
        open_worker = functools.partial(self._open, worker_limits(exercise))
        tests, tampering = suites.run(
            exercise,
            submission,
            self._secret,
            open_worker,
            self._source,
            trial,
            self._device,
            self._drop_waiting,
        )
        return tests, tampering

    def _open(self, limits: WorkerLimits, device: str | None = None) -> Worker:
        """Return a fresh worker, and see to it that the next one is ready when it is wanted.

        That one is started as soon as this one is ready, which waits for the end of the one before: the
        zygote does one thing after the other. A worker sees the GPU only where its test is to find it.
        """
        limits = replace(limits, gpu=device == "cuda")
        if self._waiting is not None and self._waiting[0] == limits:
            worker, self._waiting = self._waiting[1], None
        else:
            self._drop_waiting()
            worker = self._backend.open(limits)

        def start_next() -> None:
            self._waiting = (limits, self._backend.open(limits))

        worker.when_ready = start_next
        self._current = worker
        return worker

    def _drop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting[1].close()
            self._waiting = None


def import_suites() -> ModuleType:
    """Return the module that runs suites, imported at first use: it brings torch and pytest."""
    collecting = gc.isenabled()
    gc.disable()  # a tenth of the time that importing torch takes
    try:
        from autograder.grading import suites
    finally:
        if collecting:
            gc.enable()
    return suites


def worker_limits(exercise: Exercise) -> WorkerLimits:
    """Return what one worker of an exercise may use."""
    limits = exercise.limits
    return WorkerLimits(
        memory_bytes=limits.memory_mb << 20,
        processes=limits.processes,
        file_bytes=limits.file_mb << 20,
        scratch_bytes=limits.scratch_mb << 20,
        cpu_seconds=math.ceil(limits.submission_seconds),
        reply_bytes=limits.reply_mb << 20,
        output_bytes=limits.output_kb << 10,
    )
