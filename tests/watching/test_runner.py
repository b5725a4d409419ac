"""A save while the runner is at work ends that work."""

from __future__ import annotations

import math
from typing import Any

import pytest

from autograder.grading.files import SubmissionFiles
from autograder.report import Report, Status, TestResult
from autograder.watching import runner
from tests.tiny import make_course


def test_an_interruption_ends_the_time_for_a_diagnosis(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(tmp_path)
    exercise = course.exercises[0]
    times = []

    class Interrupted:
        def __init__(self, *_: Any, clock: Any) -> None:
            self.clock = clock

        def diagnose(self, report: Report, files: SubmissionFiles) -> Report:
            times.append(self.clock())
            working.interrupt()
            times.append(self.clock())
            return report

    monkeypatch.setattr(runner, "Clinic", Interrupted)
    working = runner.Runner(None, course)  # type: ignore[arg-type]
    failed = TestResult(id="test_a", title="a", public=True, points=1, score=0, status=Status.FAILED)
    report = Report(exercise=exercise.id, tests=(failed,), score=0, max_score=1)
    files = SubmissionFiles.of_source("a.py", "")
    assert working.diagnose(exercise, files, report) is None
    assert times[0] < math.inf and times[1] == math.inf
    assert working.diagnose(exercise, files, report) is None and len(times) == 2
    working.allow()
    assert working.diagnose(exercise, files, report) is None and len(times) == 4
