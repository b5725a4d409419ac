"""A grader that can be stopped from another thread, at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

from autograder.course import Exercise
from autograder.errors import GraderError
from autograder.exhibits import Curves
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.grading.trial import Trial, Until
from autograder.report import Report, Status
from autograder.testing import meter
from autograder.worker.client import Worker


class StoppableGrader:
    """Runs suites, and says meanwhile how that goes."""

    def __init__(self, grader: Grader) -> None:
        self._grader = grader
        self._stopped = threading.Event()
        self._worker: Worker | None = None

    @property
    def stopped(self) -> bool:
        """Whether it was told to stop since it was allowed to work."""
        return self._stopped.is_set()

    def allow(self) -> None:
        """Forget that it was told to stop."""
        self._stopped.clear()

    def interrupt(self) -> None:
        """Have what runs come to nothing, at once; may be called from another thread."""
        self._stopped.set()
        worker = self._worker
        if worker is not None:
            worker.interrupt()

    def curves(self) -> Curves | None:
        """Return how the training goes that runs right now; may be called from another thread."""
        worker = self._worker
        return meter.curves_in(worker.printed()) if worker is not None else None

    def tests(self, exercise: Exercise) -> tuple[str, ...]:
        """Return the names of an exercise's tests, in the suite's order."""
        return self._grader.tests(exercise)

    def grade(
        self,
        exercise: Exercise,
        files: SubmissionFiles,
        *,
        first: Sequence[str] = (),
        mine: Callable[[str], bool] = lambda test: True,
        heard: Callable[[Mapping[str, Status]], None] = lambda statuses: None,
    ) -> Report | None:
        """Return a report with the tests that were run, those that are `mine`; None when it was stopped.

        `first` are tests that run before all others; `heard` is told how tests ended, one by one.
        """

        def listen(test: str, worker: Worker) -> Worker:
            self._worker = worker
            if self.stopped:  # just now, when there was no worker to end
                worker.interrupt()
            return worker

        def stop(statuses: Mapping[str, Status]) -> bool:
            if not self.stopped:
                heard(statuses)
            return self.stopped

        trial = Trial(until=Until.TOLD, first=tuple(first), mine=mine, listen=listen, stop=stop)
        try:
            report = self._grader.grade(exercise, files, trial=trial)
        except GraderError:
            if not self.stopped:  # else it may well be that a worker was ended before it was ready
                raise
            return None
        finally:
            self._worker = None
        return None if self.stopped else report
