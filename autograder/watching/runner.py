"""Grades one exercise after another with a grader that stays warm, and can be stopped from another thread."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping

from autograder.course import Course, Exercise
from autograder.diagnosis.recognition import Clinic
from autograder.exhibits import Curves
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.grading.trial import Trial, Until
from autograder.report import Report, Status
from autograder.watching.training import following
from autograder.worker.client import Worker


class Runner:
    """Grades; the tests that failed last come first."""

    def __init__(self, grader: Grader, course: Course) -> None:
        self._grader, self._course = grader, course
        self._failed: dict[str, tuple[str, ...]] = {}  # by exercise
        self._clinics: dict[str, Clinic] = {}
        self._interrupted = threading.Event()
        self._worker: Worker | None = None

    def allow(self) -> None:
        """Forget an earlier interruption."""
        self._interrupted.clear()

    def interrupt(self) -> None:
        """Have what runs come to nothing, at once; may be called from another thread."""
        self._interrupted.set()
        worker = self._worker
        if worker is not None:
            worker.interrupt()

    def grade(
        self,
        exercise: Exercise,
        files: SubmissionFiles,
        heard: Callable[[Mapping[str, Status]], None] = lambda statuses: None,
        trained: Callable[[Curves], None] = lambda curves: None,
    ) -> Report | None:
        """Return the report, or None after an interruption.

        `heard` is told how tests ended, one by one; `trained` how a training goes, on another thread.
        """

        def listen(test: str, worker: Worker) -> Worker:
            self._worker = worker
            return worker

        def stop(statuses: Mapping[str, Status]) -> bool:
            if not self._interrupted.is_set():
                heard(statuses)
            return self._interrupted.is_set()

        first = self._failed.get(exercise.id, ())
        trial = Trial(until=Until.TOLD, first=first, listen=listen, stop=stop)
        with following(lambda: self._worker, trained):
            report = self._grader.grade(exercise, files, trial=trial)
        self._worker = None
        if self._interrupted.is_set():
            return None
        self._failed[exercise.id] = tuple(
            test.id for test in report.tests if test.status is not Status.PASSED
        )
        return report

    def diagnose(self, exercise: Exercise, files: SubmissionFiles, report: Report) -> Report | None:
        """Return the report with diagnoses, or None where it has none or was interrupted."""
        if report.full_marks or report.status is Status.NOT_STARTED or self._interrupted.is_set():
            return None
        if exercise.id not in self._clinics:
            self._clinics[exercise.id] = self._clinic(exercise)
        found = self._clinics[exercise.id].diagnose(report, files)
        return None if found == report or self._interrupted.is_set() else found

    def _clinic(self, exercise: Exercise) -> Clinic:
        # An interruption is the end of its time.
        def clock() -> float:
            return math.inf if self._interrupted.is_set() else time.monotonic()

        return Clinic(self._grader, self._course, exercise, clock=clock)
