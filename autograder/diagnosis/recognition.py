"""From what a submission does to the misconception that does the same.

A submission that fails the tests which a misconception is known to fail is compared with it in these tests,
on inputs drawn for this alone. The misconception is recognized where they behave alike in all of them, or,
since there may be another mistake besides, in two or more; and again on other inputs. Where several
misconceptions behave alike, all tests are compared, and the closest is taken. Nothing is guessed from
resemblance: what behaves like no misconception gets no diagnosis.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence

import msgspec

from autograder.authoring import variants
from autograder.authoring.variants import Variant
from autograder.course import Course, Exercise
from autograder.diagnosis.behaviour import Behaviour, Step, alike
from autograder.diagnosis.memory import Known, Memory
from autograder.diagnosis.overhearing import OverheardWorker
from autograder.errors import CourseError
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.grading.trial import Trial, Until
from autograder.report import Diagnosis, Report, Status
from autograder.worker.client import Worker

# In place of a submission's digest: the inputs are the same for all that are compared. What agrees on the
# first by chance does not on the second.
DRAWS = ("diagnosis", "diagnosis, once more")
ENOUGH = 2  # tests in which to be alike, where more of them catch the misconception
MOST_NAMED = 2  # explanations for one test, where those who have them do the same in all tests
TEST_SECONDS = 2.0  # a test that takes longer is not looked into
_TELLING = (Status.FAILED, Status.ERROR)


class Clinic:
    """Recognizes misconceptions of one exercise, and remembers what they do.

    `seconds` is what one submission may take, and a test that takes `test_seconds` or longer is not looked
    into; whom there was no time to look at is not recognized.
    """

    def __init__(
        self,
        grader: Grader,
        course: Course,
        exercise: Exercise,
        *,
        seconds: float = 2.0,
        test_seconds: float = TEST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._grader, self._course, self._exercise = grader, course, exercise
        self._seconds, self._test_seconds, self._clock = seconds, test_seconds, clock
        self._memory = Memory(course, exercise)
        self._known: dict[str, Known] = {}  # by name of the misconception

    def diagnose(self, report: Report, submission: SubmissionFiles) -> Report:
        """Return the report with a diagnosis for each failed test whose misconception is recognized."""
        deadline = self._clock() + self._seconds
        short = [test.id for test in report.tests if test.seconds < self._test_seconds]
        failed = {test.id for test in report.tests if test.status in _TELLING}
        learner = _Patient(lambda draw, tests: self.observe(submission, tests, draw))
        recognized: dict[str, list[Variant]] = {}  # by test
        for suspect in self._suspects(failed):
            if self._clock() > deadline:
                break
            for test in self._explained(suspect, learner, short):
                recognized.setdefault(test, []).append(suspect)
        chosen = {test: self._closest(rivals, learner, short) for test, rivals in recognized.items()}
        return _with_diagnoses(report, chosen)

    def _suspects(self, failed: Collection[str]) -> list[Variant]:
        try:
            return list(variants.misconceptions_of(self._course, self._exercise, failed)) if failed else []
        except (CourseError, OSError, UnicodeDecodeError):
            return []  # none, or broken ones, of which `grade author verify` tells

    def _explained(self, suspect: Variant, learner: _Patient, short: Collection[str]) -> Sequence[str]:
        """Return the tests in which suspect and learner do the same: all that catch it, some, or none."""
        tests = [test for test in suspect.caught_by if test in short]
        enough = max(1, min(ENOUGH, len(tests)))
        for draw in DRAWS:
            tests = self._alike(suspect, learner, tests, draw)
            if len(tests) < enough:
                return ()
        return tests

    def _alike(self, suspect: Variant, learner: _Patient, tests: Sequence[str], draw: str) -> list[str]:
        seen, known = learner.behaviour(draw, tests), self._behaviour(suspect, draw, tests)
        return [test for test in tests if test in seen and test in known and alike(seen[test], known[test])]

    def _behaviour(self, suspect: Variant, draw: str, tests: Sequence[str]) -> Mapping[str, Behaviour]:
        if suspect.name not in self._known:
            self._known[suspect.name] = self._memory.recall(suspect.source)
        known = self._known[suspect.name].setdefault(draw, {})
        if missing := [test for test in tests if test not in known]:
            files = SubmissionFiles.of_source(f"{self._exercise.module}.py", suspect.source)
            known |= self.observe(files, missing, draw)
            self._memory.keep(suspect.source, self._known[suspect.name])
        return known

    def observe(self, submission: SubmissionFiles, tests: Sequence[str], draw: str) -> dict[str, Behaviour]:
        """Run tests over a submission, and return what it does in those of them that run at all."""
        heard: dict[str, list[Step]] = {}

        def listen(test: str, worker: Worker) -> Worker:
            heard[test] = []  # a test may run a second time, and that one counts
            return OverheardWorker(worker, heard[test])

        trial = Trial(
            until=Until.ASKED,
            first=tuple(tests),
            seconds=dict.fromkeys(tests, self._test_seconds),
            inputs_of=draw,
            listen=listen,
        )
        report = self._grader.grade(self._exercise, submission, trial=trial)
        return {
            test.id: Behaviour(
                status=test.status,
                told=test.details if test.status is Status.FAILED else "",
                steps=tuple(heard.get(test.id, ())),
            )
            for test in report.tests
            if test.id in tests
        }

    def _closest(
        self, rivals: Sequence[Variant], learner: _Patient, tests: Sequence[str]
    ) -> Sequence[Variant]:
        """Return who is alike in most tests; several, where they are alike in as many."""
        if len(rivals) < 2:
            return rivals
        agreement = [len(self._alike(rival, learner, tests, DRAWS[0])) for rival in rivals]
        return [rival for rival, count in zip(rivals, agreement, strict=True) if count == max(agreement)]


class _Patient:
    """A submission, and what is known of it."""

    def __init__(self, observe: Callable[[str, Sequence[str]], dict[str, Behaviour]]) -> None:
        self._observe = observe
        self._seen: dict[str, dict[str, Behaviour]] = {}

    def behaviour(self, draw: str, tests: Sequence[str]) -> Mapping[str, Behaviour]:
        seen = self._seen.setdefault(draw, {})
        if missing := [test for test in tests if test not in seen]:
            seen |= self._observe(draw, missing)
        return seen


def _with_diagnoses(report: Report, found: Mapping[str, Sequence[Variant]]) -> Report:
    diagnoses = {test: _diagnosis(suspects) for test, suspects in found.items()}
    if not diagnoses:
        return report
    tests = (msgspec.structs.replace(test, diagnosis=diagnoses.get(test.id)) for test in report.tests)
    return msgspec.structs.replace(report, tests=tuple(tests))


def _diagnosis(suspects: Sequence[Variant]) -> Diagnosis | None:
    """Name one misconception, or two that nothing tells apart; more would be guessing.

    Those with the same explanation are one mistake, made in several ways.
    """
    explanations = dict.fromkeys(suspect.explanation for suspect in suspects)
    if len(explanations) > MOST_NAMED:
        return None
    return Diagnosis(
        misconception=" or ".join(suspect.name for suspect in suspects),
        explanation=" Or: ".join(explanations),
    )
