"""Before a release: the public tests are run over the solution, for the answers of oracles and for the proof.

What the oracles answer is kept. Then the tests are run once more as learners get them, with these answers and
without the solution, and must pass.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from autograder.authoring import stubs
from autograder.authoring.regions import without_marks
from autograder.course import FILE_NAME, Course, Exercise, load
from autograder.errors import InternalError
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.grading.trial import Trial, Until
from autograder.notebooks.documents import write_file
from autograder.report import Report, Status
from autograder.testing.answers import Recording

Files = Mapping[str, bytes]  # of checks/, by path


def open_grader(course: Course, exercises: Sequence[Exercise]) -> Grader:
    """Return a grader for all of these exercises; raises `HostError`."""
    preload = dict.fromkeys(name for exercise in exercises for name in exercise.preload)
    return Grader(course, preload=tuple(preload), many=True)


def rehearse(
    grader: Grader,
    course: Course,
    exercise: Exercise,
    tests: Sequence[str],
    files_with: Callable[[bytes], Files],
) -> Files:
    """Return the files that learners check with, the oracles' answers in them, once the solution passes.

    `files_with` makes the files from the answers. Raises `InternalError` where a test fails.
    """
    source = without_marks(stubs.read_solution(course, exercise))
    solution = SubmissionFiles.of_source(f"{exercise.module}.py", source.encode())
    recording = Recording()
    trial = Trial(until=Until.ASKED, first=tuple(tests), script=recording)
    _check(grader.grade(exercise, solution, trial=trial), "")
    files = files_with(recording.to_bytes())
    with tempfile.TemporaryDirectory(prefix="torchgrade-") as folder:
        for name, content in files.items():
            write_file(Path(folder) / name, content)
        copy = load(Path(folder) / FILE_NAME, check_files=False).exercise(exercise.id)
        trial = Trial(until=Until.ASKED, first=tuple(tests))
        _check(grader.grade(copy, solution, trial=trial), " as learners would get it")
    return files


def _check(report: Report, how: str) -> None:
    failed = [test for test in report.tests if test.status is not Status.PASSED]
    for test in failed:
        raise InternalError(
            f"{report.exercise}: the solution does not pass the public test {test.id}{how}: "
            f"{test.details or test.message}"
        )
