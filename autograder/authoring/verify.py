"""The proof that an exercise is fair and strict: right work gets full marks, wrong work does not.

Everything that an author promises about an exercise is one row here: what was checked, on what, and
whether it holds. All submissions are graded by the very grader that learners meet.
"""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from autograder.authoring import cases, sample, static, stubs, variants
from autograder.authoring.cases import Case
from autograder.authoring.mutation import equivalents, mutants, survivors, trials
from autograder.authoring.mutation.survivors import Mutants, Tally
from autograder.authoring.rows import Check, Row, row
from autograder.authoring.stubs import BuiltStub
from autograder.authoring.tasks import Grade, Task
from autograder.authoring.variants import Variant
from autograder.course import Course, Exercise
from autograder.errors import CourseError, InternalError
from autograder.grading.files import SubmissionFiles
from autograder.report import Report, plain_number

PUBLIC_SHARE = (0.3, 0.5)  # of an exercise's points
_TOLERANCE = 1e-9  # points are sums of floats

Item = TypeVar("Item")
Progress = Callable[[str, int, int], None]  # what is being graded, how much of it is done, of how much


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How much to check."""

    variants: bool = True  # the solution is always graded; these are all other submissions but mutants
    mutants: bool = False
    repeat: int = 1  # so often with other inputs; the mutants once
    sample: int | None = None  # so many variants, and so many mutants; None: all
    seed: str = ""  # of the sample; nothing: the one that follows from the exercise


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found out about one exercise."""

    exercise: str
    rows: tuple[Row, ...]
    mutants: Tally | None = None  # None: they were not asked for, or could not be graded
    seconds: float = 0.0  # wall time

    @property
    def ok(self) -> bool:
        """Whether all that was checked holds."""
        return all(row.ok for row in self.rows)


def verify(
    course: Course,
    exercises: Iterable[Exercise],
    grade: Grade,
    wanted: Wanted = Wanted(),
    progress: Progress | None = None,
) -> Iterator[Verified]:
    """Yield what was found out about each exercise, a row for everything that it promises.

    With `wanted.repeat` each submission is graded that many times, with a comment added so that other inputs
    are drawn, and the verdicts must agree.
    """
    for exercise in exercises:
        start = time.monotonic()
        proof = _Proof(course, exercise, grade, wanted, progress)
        rows = tuple(proof.rows())
        yield Verified(exercise=exercise.id, rows=rows, mutants=proof.tally, seconds=time.monotonic() - start)


class _Proof:
    """The checks of one exercise, one after the other."""

    def __init__(
        self, course: Course, exercise: Exercise, grade: Grade, wanted: Wanted, progress: Progress | None
    ) -> None:
        self._course = course
        self._exercise = exercise
        self._grade = grade
        self._wanted = wanted
        self._progress = progress
        self.tally: Tally | None = None

    def rows(self) -> Iterator[Row]:
        """Yield all rows; what cannot be read, or graded, is one of them."""
        try:
            yield from self._checked()
        except CourseError as error:
            yield row(self._exercise, Check.FILES, self._exercise.module, str(error))
        except InternalError as error:  # most likely a mistake in this suite: the other exercises can go on
            yield row(self._exercise, Check.FILES, self._exercise.suite.name, str(error))

    def _checked(self) -> Iterator[Row]:
        course, exercise, wanted = self._course, self._exercise, self._wanted
        # Whatever can be wrong with the files shows before minutes go into grading.
        solution = stubs.read_solution(course, exercise)
        stub = stubs.build(course, [exercise], check=True)[0]
        chosen = [cases.right(solution)]
        found = variants.read(course, exercise) if wanted.variants else []
        made = self._made(solution) if wanted.mutants else None
        if wanted.variants:
            yield from self._unmoving(stub, solution, found)
            chosen.append(cases.untouched(stubs.stub_of(course, exercise)))
            chosen += self._drawn(cases.of_variants(exercise, solution, found), lambda case: case.subject)
        reports = self._reports(chosen)
        yield from _judged(exercise, chosen, reports, wanted.repeat)
        if made is not None:
            yield from self._mutants(solution, reports[0], made)

    def _unmoving(self, stub: BuiltStub, solution: str, found: Sequence[Variant]) -> Iterator[Row]:
        """Yield the rows for which nothing is graded."""
        yield static.stub_current(self._exercise, stub)
        yield static.hints_complete(self._course, self._exercise, solution)
        yield static.examples_run(self._course, self._exercise, solution)
        yield from static.enough_variants(self._exercise, found)
        yield static.known_tolerance(self._exercise)

    def _made(self, solution: str) -> Mutants:
        origin = stubs.relative(self._course, self._exercise.solution)
        every = mutants.make(solution, origin)
        return Mutants(
            every=every,
            chosen=self._drawn(every, lambda mutant: mutant.id),
            equivalents=equivalents.read(self._course, self._exercise),
        )

    def _mutants(self, solution: str, right: Report, made: Mutants) -> Iterator[Row]:
        exercise = self._exercise
        if not right.full_marks:
            problem = "the solution itself loses points, so nothing is known about its mutants"
            yield row(exercise, Check.MUTANTS, "solution", problem)
            return
        start = time.monotonic()
        grade = functools.partial(self._watched, "mutants")
        outcomes = list(trials.run(exercise, solution, right, made.chosen, grade))
        self.tally = Tally(made=made, outcomes=outcomes, seconds=time.monotonic() - start)
        yield from survivors.rows(exercise, self.tally)

    def _reports(self, chosen: Sequence[Case]) -> list[Report]:
        """Return the reports of all cases, those of one case together."""
        exercise, repeat = self._exercise, self._wanted.repeat
        tasks = [
            Task(exercise=exercise, files=_files(exercise, case.source, turn), trial=case.trial)
            for case in chosen
            for turn in range(repeat)
        ]
        found = dict(self._watched("submissions", tasks))
        return [found[number] for number in range(len(tasks))]

    def _watched(self, what: str, tasks: Sequence[Task]) -> Iterator[tuple[int, Report]]:
        """Grade, and say how far it is."""
        if self._progress is not None:
            self._progress(f"{self._exercise.id} {what}", 0, len(tasks))
        for done, result in enumerate(self._grade(tasks), 1):
            if self._progress is not None:
                self._progress(f"{self._exercise.id} {what}", done, len(tasks))
            yield result

    def _drawn(self, items: Sequence[Item], name: Callable[[Item], str]) -> list[Item]:
        if self._wanted.sample is None:
            return list(items)
        seed = self._wanted.seed or sample.seed_of(self._exercise)
        return sample.draw(items, self._wanted.sample, seed, name)


def _judged(
    exercise: Exercise, chosen: Sequence[Case], reports: Sequence[Report], repeat: int
) -> Iterator[Row]:
    yield from _points(exercise, reports[0])
    for number, case in enumerate(chosen):
        turns = reports[number * repeat : (number + 1) * repeat]
        problem = next((found for report in turns if (found := case.judge(report))), "")
        reason = exercise.tolerates.get(case.subject, "") if case.check is Check.WRONG else ""
        fine = case.fine or f"{plain_number(turns[0].score)} of {plain_number(turns[0].max_score)} points"
        fine += f" (tolerated: {reason})" if reason else ""
        yield row(exercise, case.check, case.subject, problem, fine)
    if repeat > 1:
        yield from _repeats(exercise, chosen, reports, repeat)


def _files(exercise: Exercise, source: str, turn: int) -> SubmissionFiles:
    # Another comment is another submission, for which other inputs are drawn.
    comment = f"\n# turn {turn + 1}\n" if turn else ""
    return SubmissionFiles.of_source(f"{exercise.module}.py", source + comment)


def _points(exercise: Exercise, report: Report) -> Iterator[Row]:
    total = math.fsum(test.points for test in report.tests)
    wrong_sum = (
        f"the tests' points sum to {plain_number(total)}, and course.toml says "
        f"{plain_number(exercise.points)}; change one of the two"
    )
    right = abs(total - exercise.points) < _TOLERANCE
    yield row(exercise, Check.POINTS, "suite", "" if right else wrong_sum, f"{plain_number(total)} points")
    share = math.fsum(test.points for test in report.tests if test.public) / total if total else 0.0
    low, high = PUBLIC_SHARE
    fair = low - _TOLERANCE <= share <= high + _TOLERANCE
    off = f"{share:.0%} of the points are public; make it {low:.0%} to {high:.0%}"
    yield row(exercise, Check.PUBLIC_SHARE, "suite", "" if fair else off, f"{share:.0%} of the points")


def _repeats(
    exercise: Exercise, chosen: Sequence[Case], reports: Sequence[Report], repeat: int
) -> Iterator[Row]:
    differing = []
    for number, case in enumerate(chosen):
        if case.check is Check.MISCONCEPTION:
            continue  # its judge has seen every turn; tests that it does not name may go either way
        turns = reports[number * repeat : (number + 1) * repeat]
        tests = sorted({test for report in turns[1:] for test in _changed(turns[0], report)})
        if tests:
            differing.append(f"{case.check} {case.subject}: {', '.join(tests)}")
    problem = f"verdicts change with the inputs: {'; '.join(differing)}" if differing else ""
    yield row(exercise, Check.REPEAT, "all submissions", problem, f"{repeat} times the same verdicts")


def _changed(first: Report, other: Report) -> set[str]:
    verdicts = [{test.id: (test.score, test.status) for test in report.tests} for report in (first, other)]
    return {
        test
        for test in verdicts[0].keys() | verdicts[1].keys()
        if verdicts[0].get(test) != verdicts[1].get(test)
    }
