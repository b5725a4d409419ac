"""Grades one exercise after another with graders that stay warm, and can be stopped from another thread."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping

from autograder.course import Course, Exercise
from autograder.diagnosis.recognition import Clinic
from autograder.errors import GraderError
from autograder.exhibits import Curves
from autograder.grading.files import SubmissionFiles
from autograder.grading.halves import joined
from autograder.grading.session import Grader
from autograder.report import Report, Status
from autograder.watching.partner import Partner
from autograder.watching.stoppable import StoppableGrader
from autograder.watching.training import following

Heard = Callable[[Mapping[str, Status]], None]


class Runner:
    """Grades, with a partner if there is one; the tests that failed last come first, then the longest."""

    def __init__(self, grader: Grader, course: Course, partner: Partner | None = None) -> None:
        self._grader, self._course = grader, course
        self._own = StoppableGrader(grader)
        self._partner = partner
        self._last: dict[str, Report] = {}  # by exercise
        self._clinics: dict[str, Clinic] = {}

    def allow(self) -> None:
        """Forget an earlier interruption."""
        self._own.allow()

    def interrupt(self) -> None:
        """Have what runs come to nothing, at once; may be called from another thread."""
        self._own.interrupt()
        if self._partner is not None:
            self._partner.interrupt()

    def grade(
        self,
        exercise: Exercise,
        files: SubmissionFiles,
        heard: Heard = lambda statuses: None,
        trained: Callable[[Curves], None] = lambda curves: None,
    ) -> Report | None:
        """Return the report, or None after an interruption.

        `heard` is told how tests ended, one by one; `trained` how a training goes, on another thread.
        """
        with following(self._curves, trained):
            report = self._with_partner(exercise, files, heard)
            if report is None and not self._own.stopped:
                report = self._own.grade(exercise, files, first=self._order(exercise), heard=heard)
        if report is not None:
            self._last[exercise.id] = report
        return report

    def diagnose(self, exercise: Exercise, files: SubmissionFiles, report: Report) -> Report | None:
        """Return the report with diagnoses, or None where it has none or was interrupted."""
        if report.full_marks or report.status is Status.NOT_STARTED or self._own.stopped:
            return None
        if exercise.id not in self._clinics:
            self._clinics[exercise.id] = self._clinic(exercise)
        found = self._clinics[exercise.id].diagnose(report, files)
        return None if found == report or self._own.stopped else found

    def _with_partner(self, exercise: Exercise, files: SubmissionFiles, heard: Heard) -> Report | None:
        """Return the report that both made; None where there is no partner, or no such report.

        Tests that share something, such as one long training, are for one grader: two would train twice.
        """
        partner = self._partner
        if partner is None or files.not_text() or not self._grader.independent(exercise):
            return None
        tests = self._own.tests(exercise)
        own: dict[str, Status] = {}

        def tell() -> None:
            if not self._own.stopped:
                heard({**own, **partner.statuses})

        def note(statuses: Mapping[str, Status]) -> None:
            own.update(statuses)
            tell()

        share = partner.begin(exercise, files, self._order(exercise))
        try:
            ours = self._own.grade(exercise, files, first=self._order(exercise), mine=share, heard=note)
        except GraderError:
            partner.abandon()
            raise
        if ours is None:
            partner.abandon()
        theirs = partner.finish(tell) if ours is not None else None
        if partner.gone:
            self._partner = None  # what follows is graded without it
        return joined(tests, (ours, theirs)) if ours is not None and theirs is not None else None

    def _order(self, exercise: Exercise) -> tuple[str, ...]:
        """Return all tests: first those that failed last, then from the longest to the shortest."""
        known = {test.id: test for test in self._last[exercise.id].tests} if exercise.id in self._last else {}

        def place(test: str) -> tuple[bool, float]:
            before = known.get(test)
            if before is None:
                return (True, 0.0)
            return (before.status is Status.PASSED, -before.seconds)

        return tuple(sorted(self._own.tests(exercise), key=place))

    def _curves(self) -> Curves | None:
        theirs = self._partner.curves if self._partner is not None else None
        return self._own.curves() or theirs

    def _clinic(self, exercise: Exercise) -> Clinic:
        # An interruption is the end of its time.
        def clock() -> float:
            return math.inf if self._own.stopped else time.monotonic()

        return Clinic(self._grader, self._course, exercise, clock=clock)
