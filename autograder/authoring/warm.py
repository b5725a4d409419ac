"""Grading for authors: one warm zygote for all that `verify` grades, and grader processes split off it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import msgspec

from autograder.authoring.tasks import Task
from autograder.batch.graders import available_cores
from autograder.batch.pool import Pool, found
from autograder.course import Course, Exercise
from autograder.grading.session import Grader
from autograder.report import Report
from autograder.worker.backends import ZygoteBackend


class WarmGrader:
    """Grades batch after batch of submissions in parallel; torch is imported once.

    Inputs are drawn from the course's id in place of its secret: what an author finds out about a suite is
    the same on every machine.
    """

    def __init__(
        self, course: Course, exercises: Iterable[Exercise], *, sandbox: str = "auto", jobs: int | None = None
    ) -> None:
        self._course = msgspec.structs.replace(course, secret_file=Path(os.devnull))
        self._jobs = jobs or available_cores()
        preload = tuple(sorted({name for exercise in exercises for name in exercise.preload}))
        self._first = Grader(self._course, sandbox=sandbox, preload=preload, many=True)

    def __enter__(self) -> WarmGrader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._first.close()

    @property
    def first(self) -> Grader:
        """The grader in this process, for what is done one after the other."""
        return self._first

    def grade(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Report]]:
        """Yield numbers of tasks with their reports as they finish; raises `GraderError`."""
        if not tasks:
            return
        from autograder.grading import suites  # noqa: F401  # before the fork, and while the zygote imports

        pool = Pool(min(self._jobs, len(tasks)), lambda: self._share(tasks))
        try:
            for number, result in pool.run(range(len(tasks))):
                yield number, msgspec.msgpack.decode(found(result), type=Report)
        finally:
            pool.close()

    def _share(self, tasks: Sequence[Task]) -> _Share:
        backend = self._first.backend
        own = backend.split() if isinstance(backend, ZygoteBackend) else None
        return _Share(course=self._course, tasks=tasks, backend=own)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """What a grader's process takes along: everything to grade, and its own source of workers."""

    course: Course
    tasks: Sequence[Task]
    backend: ZygoteBackend | None  # None: plain children

    @contextlib.contextmanager
    def start(self) -> Iterator[Callable[[bytes], bytes]]:
        """Open the process's grader, give what does one task, and end the grader's workers in the end."""
        sandbox = "auto" if self.backend else "none"
        preload = tuple(sorted({name for task in self.tasks for name in task.exercise.preload}))
        with Grader(self.course, sandbox=sandbox, preload=preload, backend=self.backend) as grader:

            def grade(number: bytes) -> bytes:
                task = self.tasks[int(number)]
                return msgspec.msgpack.encode(grader.grade(task.exercise, task.files, trial=task.trial))

            yield grade

    def release(self) -> None:
        """Leave the zygote to the grader's process."""
        if self.backend is not None:
            self.backend.close()
