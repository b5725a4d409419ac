"""Grading mutants soon: each meets first the tests that reach what was changed in it, the quickest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.authoring.mutation import tracing
from autograder.authoring.mutation.mutants import Mutant
from autograder.authoring.tasks import Grade, Task
from autograder.course import Exercise
from autograder.grading.files import SubmissionFiles
from autograder.grading.trial import Trial, Until
from autograder.report import Report, Status

# A mutant may take so many times as long as the solution for a test, and so many seconds more: a loop without
# end costs little. One that ran into that gets a second chance with three times as much, since a busy machine
# can stop for some seconds, and a mutant that a suite cannot tell apart must not count as found out.
FACTOR = 5.0
SECONDS = 3.0
SECOND_CHANCE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a mutant."""

    mutant: Mutant
    killed_by: str  # the first test that failed; nothing: it survived
    status: str = ""  # how that test ended


def run(
    exercise: Exercise, solution: str, right: Report, mutants: Sequence[Mutant], grade: Grade
) -> Iterator[Outcome]:
    """Grade mutants, and yield what became of each as it is known; `right` is the solution's own report."""
    if not mutants:
        return
    ((_, told),) = grade([Task(exercise=exercise, files=_files(exercise, tracing.telling(solution)))])
    reaching = tracing.reaching(told)
    seconds = {test.id: test.seconds for test in right.tests}
    late = []
    for outcome in _tried(exercise, mutants, reaching, seconds, 1.0, grade):
        if outcome.status == Status.TIMEOUT:
            late.append(outcome.mutant)
        else:
            yield outcome
    if late:
        yield from _tried(exercise, late, reaching, seconds, SECOND_CHANCE, grade)


def _tried(
    exercise: Exercise,
    mutants: Sequence[Mutant],
    reaching: Mapping[str, Sequence[str]],
    seconds: Mapping[str, float],
    times: float,
    grade: Grade,
) -> Iterator[Outcome]:
    """Grade mutants, each up to the first test that fails; all limits are so many times as long."""
    limits = {test: times * (FACTOR * needed + SECONDS) for test, needed in seconds.items()}
    tasks = []
    for mutant in mutants:
        first = sorted(reaching.get(mutant.owner, ()), key=lambda test: seconds[test])
        trial = Trial(until=Until.FAILURE, first=tuple(first), seconds=limits)
        tasks.append(Task(exercise=exercise, files=_files(exercise, mutant.source), trial=trial))
    for number, report in grade(tasks):
        failed = next((test for test in report.tests if test.score < test.points), None)
        yield Outcome(
            mutant=mutants[number],
            killed_by=failed.id if failed else "",
            status=failed.status if failed else "",
        )


def _files(exercise: Exercise, source: str) -> SubmissionFiles:
    return SubmissionFiles.of_source(f"{exercise.module}.py", source)
