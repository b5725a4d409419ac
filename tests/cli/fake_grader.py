"""A grader that answers at once, or stands in the way."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator

import msgspec

from autograder.course import Course, Exercise
from autograder.exhibits import Curves
from autograder.grading.files import SubmissionFiles
from autograder.report import Report
from tests.render.samples import report, result


class FakeGrader:
    """Gives half of the points to files with the word "half", all to those with "return", and else none."""

    def __init__(self) -> None:
        self.opened: list[tuple[str, str, bool]] = []
        self.devices: list[str] = []
        self.graded: list[SubmissionFiles] = []
        self.closed = 0
        self.error: BaseException | None = None
        self.verdict = "not_started"  # of files without "return"

    @contextlib.contextmanager
    def open(
        self, course: Course, exercise: Exercise, *, sandbox: str, full: bool, device: str = "simulated"
    ) -> Iterator[FakeGrader]:
        self.opened.append((exercise.id, sandbox, full))
        self.devices.append(device)
        try:
            yield self
        finally:
            self.closed += 1

    def curves(self) -> Curves | None:
        return None

    def grade(self, exercise: Exercise, submission: SubmissionFiles) -> Report:
        self.graded.append(submission)
        if self.error:
            raise self.error
        status = "passed" if b"return" in submission.source else self.verdict
        second = "failed" if b"half" in submission.source else status
        tests = (
            result("takes a matrix", status, 4.0, message="é < [0]" if status == "error" else ""),
            result("é[0]", second, 6.0, public=False, message="é < [0]"),
        )
        made = report(*tests, exercise=exercise.id)
        return msgspec.structs.replace(made, submission=submission.digest)


class SleepyGrader(FakeGrader):
    """Says on the standard error that it has begun, and does not end."""

    def grade(self, exercise: Exercise, submission: SubmissionFiles) -> Report:
        os.write(2, b"begun\n")
        time.sleep(60)
        raise AssertionError("nobody stopped it")


class TrainingGrader(FakeGrader):
    """Trains until a file `drawn` is there, a step further at each look."""

    def __init__(self) -> None:
        super().__init__()
        self._looks = 0

    def curves(self) -> Curves | None:
        self._looks += 1
        steps = tuple(range(1, self._looks + 1))
        return Curves(title="Training", steps=steps, series={"loss": tuple(3.0 / step for step in steps)})

    def grade(self, exercise: Exercise, submission: SubmissionFiles) -> Report:
        while not os.path.exists("drawn"):
            time.sleep(0.05)
        return super().grade(exercise, submission)


def main() -> None:
    """Run the command line with the grader that the first argument names."""
    from autograder.cli import learner
    from autograder.cli.main import main

    graders = {"fake": FakeGrader, "sleepy": SleepyGrader, "training": TrainingGrader}
    learner.open_grader = graders[sys.argv.pop(1)]().open  # type: ignore[assignment]
    main()


if __name__ == "__main__":
    main()
