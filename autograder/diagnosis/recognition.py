"""From what a submission does to the misconception that does the same.

A submission that fails the tests which a misconception is known to fail is compared with it in these tests,
on inputs drawn for this alone. The misconception is recognized where they behave alike in all of them, or,
since there may be another mistake besides, in two or more; and again on other inputs. Where several
misconceptions behave alike, all tests are compared, and the closest is taken. Nothing is guessed from
resemblance: what behaves like no misconception gets no diagnosis.

A test that the suite has probes for is not compared. The misconception explains it where the submission
shares, on both draws, every fact in which the misconception differs from the solution.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence

import msgspec

from autograder.authoring import stubs, variants
from autograder.authoring.variants import Variant
from autograder.course import Course, Exercise
from autograder.diagnosis import probing
from autograder.diagnosis.behaviour import Behaviour, Step, alike
from autograder.diagnosis.memory import Known, Memory, Remembers
from autograder.diagnosis.overhearing import OverheardWorker
from autograder.diagnosis.probing import Evidence
from autograder.errors import CourseError
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.grading.trial import Trial, Until
from autograder.report import Diagnosis, Report, Status
from autograder.testing.probes import Facts
from autograder.worker.client import Worker

# In place of a submission's digest: the inputs are the same for all that are compared. What agrees on the
# first by chance does not on the second.
DRAWS = ("diagnosis", "diagnosis, once more")
ENOUGH = 2  # tests in which to be alike, where more of them catch the misconception
MOST_NAMED = 2  # explanations for one test, where those who have them do the same in all tests
SHARE = 0.2  # of the time of a check, which its diagnosis may take too; seldom, since all is remembered
TEST_SECONDS = 2.0  # a test that takes longer is not looked into
_TELLING = (Status.FAILED, Status.ERROR)


class Clinic:
    """Recognizes misconceptions of one exercise, and remembers what they do.

    `seconds` is what one submission may take, or a fifth of what its check took, where that is more; whom
    there was no time to look at is not recognized. A test that takes `test_seconds` or longer is not looked
    into, but for what probes say of it.
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
        memory: Remembers | None = None,
    ) -> None:
        self._grader, self._course, self._exercise = grader, course, exercise
        self._seconds, self._test_seconds, self._clock = seconds, test_seconds, clock
        self._memory: Remembers = memory or Memory(course, exercise)
        self._known: dict[str, Known] = {}  # by the module's source

    def diagnose(self, report: Report, submission: SubmissionFiles) -> Report:
        """Return the report with a diagnosis for each failed test whose misconception is recognized."""
        deadline = self._clock() + max(self._seconds, SHARE * report.seconds)
        probes = self._grader.probes(self._exercise)
        probed = {test for tests in probes.values() for test in tests}
        short = [
            test.id for test in report.tests if test.seconds < self._test_seconds and test.id not in probed
        ]
        failed = {test.id for test in report.tests if test.status in _TELLING}
        learner = _Patient(lambda draw, tests: self.observe(submission, tests, draw))
        recognized: dict[str, list[Variant]] = {}  # by test
        shown: dict[str, list[tuple[Variant, Evidence]]] = {}
        for suspect in self._suspects(failed, probed):
            if self._clock() > deadline:
                break
            for test in self._explained(suspect, learner, short):
                recognized.setdefault(test, []).append(suspect)
            for test in failed.intersection(probed, suspect.caught_by):
                if evidence := self._evidence(suspect, learner, probing.naming(probes, [test])):
                    shown.setdefault(test, []).append((suspect, evidence))
        chosen: dict[str, list[Sequence[Variant]]] = {
            test: [self._closest(rivals, learner, short)] for test, rivals in recognized.items()
        }
        chosen |= {test: probing.mistakes(found) for test, found in shown.items()}
        return _with_diagnoses(report, chosen)

    def _suspects(self, failed: Collection[str], probed: Collection[str]) -> list[Variant]:
        if not failed:
            return []
        try:
            return list(variants.misconceptions_of(self._course, self._exercise, failed, probed))
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

    def _evidence(self, suspect: Variant, learner: _Patient, probes: Sequence[str]) -> Evidence:
        """Return the facts in which suspect and solution differ, if the learner shares them on all draws."""
        found = probing.NONE
        for draw in DRAWS:
            found = self._shared(suspect, learner, probes, draw)
            if not found:
                break
        return found

    def _shared(self, suspect: Variant, learner: _Patient, probes: Sequence[str], draw: str) -> Evidence:
        """Do so for one draw, with as few questions as will do.

        Where the learner is as the solution, it shares no such fact. So the probes that show something odd
        of the learner come first, and most suspects are asked no others.
        """
        solution = stubs.read_solution(self._course, self._exercise)
        right, seen = self._behaviour(solution, draw, probes), learner.behaviour(draw, probes)
        fine = {probe for probe in probes if alike(right[probe], seen[probe])}
        found = probing.NONE
        for probe in sorted(probes, key=lambda probe: probe in fine):
            if probe in fine and not found:
                return probing.NONE
            wrong = self._behaviour(suspect.source, draw, [probe])
            telling = probing.telling(probe, right[probe], wrong[probe])
            if not probing.shares(seen[probe], wrong[probe], telling):
                return probing.NONE
            found |= telling
        return found

    def _alike(self, suspect: Variant, learner: _Patient, tests: Sequence[str], draw: str) -> list[str]:
        seen, known = learner.behaviour(draw, tests), self._behaviour(suspect.source, draw, tests)
        return [test for test in tests if test in seen and test in known and alike(seen[test], known[test])]

    def _behaviour(self, source: str, draw: str, names: Sequence[str]) -> Mapping[str, Behaviour]:
        """Return what a module of the course's own does in tests and probes, of these at least."""
        if source not in self._known:
            self._known[source] = self._memory.recall(source)
        known = self._known[source].setdefault(draw, {})
        if missing := [name for name in names if name not in known]:
            files = SubmissionFiles.of_source(f"{self._exercise.module}.py", source)
            known |= self.observe(files, missing, draw)
            self._memory.keep(source, self._known[source])
        return known

    def observe(self, submission: SubmissionFiles, names: Sequence[str], draw: str) -> dict[str, Behaviour]:
        """Run tests and probes over a submission; return what it does in those tests that run at all."""
        heard: dict[str, list[Step]] = {}
        learned: dict[str, Facts] = {}

        def listen(test: str, worker: Worker) -> Worker:
            heard[test] = []  # a test may run a second time, and that one counts
            return OverheardWorker(worker, heard[test])

        trial = Trial(
            until=Until.ASKED,
            first=tuple(names),
            seconds=dict.fromkeys(names, self._test_seconds),
            inputs_of=draw,
            listen=listen,
            learn=learned.__setitem__,
        )
        report = self._grader.grade(self._exercise, submission, trial=trial)
        tests = {
            test.id: Behaviour(
                status=test.status,
                told=test.details if test.status is Status.FAILED else "",
                steps=tuple(heard.get(test.id, ())),
            )
            for test in report.tests
            if test.id in names
        }
        probes = [name for name in names if name in self._grader.probes(self._exercise)]
        return tests | {name: probing.noted(learned.get(name)) for name in probes}

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


def _with_diagnoses(report: Report, found: Mapping[str, Sequence[Sequence[Variant]]]) -> Report:
    diagnoses = {test: _diagnosis(mistakes) for test, mistakes in found.items()}
    if not diagnoses:
        return report
    tests = (msgspec.structs.replace(test, diagnosis=diagnoses.get(test.id)) for test in report.tests)
    return msgspec.structs.replace(report, tests=tuple(tests))


def _diagnosis(mistakes: Sequence[Sequence[Variant]]) -> Diagnosis | None:
    """Name each mistake, which is one misconception, or two that nothing tells apart; more would be guessing.

    Those with the same explanation are one mistake, made in several ways.
    """
    explanations = [dict.fromkeys(suspect.explanation for suspect in suspects) for suspects in mistakes]
    told = [
        (" or ".join(suspect.name for suspect in suspects), " Or: ".join(texts))
        for suspects, texts in zip(mistakes, explanations, strict=True)
        if len(texts) <= MOST_NAMED
    ]
    if not told:
        return None
    return Diagnosis(
        misconception=" and ".join(name for name, _ in told),
        explanation=" Also: ".join(dict.fromkeys(text for _, text in told)),
    )
