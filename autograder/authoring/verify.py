"""The proof that an exercise is fair and strict: right work gets full marks, wrong work does not.

Everything that an author promises about an exercise is one row here: what was checked, on what, and
whether it holds. All submissions are graded by the very grader that learners meet.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from autograder.authoring import judges, static, stubs, variants, wrong
from autograder.authoring.judges import Judge
from autograder.authoring.rows import Check, Row, row
from autograder.authoring.variants import Variant
from autograder.course import Course, Exercise
from autograder.errors import CourseError, InternalError
from autograder.grading.files import SubmissionFiles
from autograder.report import Report, plain_number

PUBLIC_SHARE = (0.3, 0.5)  # of an exercise's points
_TOLERANCE = 1e-9  # points are sums of floats


class GradesOne(Protocol):
    """A `Grader`, or anything that grades like one."""

    def grade(self, exercise: Exercise, files: SubmissionFiles, /) -> Report:
        """Grade one submission."""
        ...


Job: TypeAlias = tuple[Exercise, SubmissionFiles]
GradeMany: TypeAlias = Callable[[Sequence[Job]], list[Report]]
Progress: TypeAlias = Callable[[str, int, int], None]  # what begins, its number, of how many


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One submission with the judge of its report."""

    check: Check
    subject: str
    source: str
    judge: Judge


def verify(
    course: Course,
    exercises: Iterable[Exercise] | None = None,
    grader: GradesOne | None = None,
    progress: Progress | None = None,
    *,
    grade_many: GradeMany | None = None,
    repeat: int = 1,
) -> list[Row]:
    """Return a row for everything that an exercise promises.

    Submissions go to `grade_many` where it is given, else to `grader` one by one. With `repeat` each is
    graded that many times, with a comment added so that other inputs are drawn, and the verdicts must agree.
    """
    if grade_many is None:
        if grader is None:
            raise TypeError("verify needs a grader or grade_many")
        grade_many = _one_by_one(grader)
    chosen = list(course.exercises if exercises is None else exercises)
    rows: list[Row] = []
    for number, exercise in enumerate(chosen, 1):
        if progress is not None:
            progress(exercise.id, number, len(chosen))
        rows += _exercise(course, exercise, grade_many, repeat)
    return rows


def _one_by_one(grader: GradesOne) -> GradeMany:
    return lambda jobs: [grader.grade(exercise, files) for exercise, files in jobs]


def _exercise(course: Course, exercise: Exercise, grade_many: GradeMany, repeat: int) -> list[Row]:
    try:
        stub = stubs.build(course, [exercise], check=True)[0]
        stub_source = stubs.stub_of(course, exercise)
        solution = stubs.read_solution(course, exercise)
        found = variants.read(course, exercise)
    except CourseError as error:
        return [row(exercise, Check.FILES, exercise.module, str(error))]
    cases = _cases(exercise, solution, stub_source, found)
    rows = [
        static.stub_current(exercise, stub),
        static.hints_complete(course, exercise, solution),
        static.examples_run(course, exercise, solution),
        *static.enough_variants(exercise, found),
        static.known_tolerance(exercise),
    ]
    try:
        return [*rows, *_graded(exercise, cases, grade_many, repeat)]
    except InternalError as error:  # most likely a mistake in this suite: the other exercises can go on
        return [*rows, row(exercise, Check.FILES, exercise.suite.name, str(error))]


def _cases(exercise: Exercise, solution: str, stub: str, found: Sequence[Variant]) -> list[_Case]:
    cases = [
        _Case(check=Check.SOLUTION, subject="solution", source=solution, judge=judges.full),
        _Case(check=Check.STUB, subject="stub", source=stub, judge=judges.untouched),
    ]
    for variant in found:
        if variant.kind == "alternative":
            case = _Case(
                check=Check.ALTERNATIVE, subject=variant.name, source=variant.source, judge=judges.full
            )
        else:
            judge = judges.catches(variant.caught_by)
            case = _Case(check=Check.MISCONCEPTION, subject=variant.name, source=variant.source, judge=judge)
        cases.append(case)
    for kind in wrong.KINDS:
        judge = judges.scores_nothing(exercise.tolerates.get(kind, ""))
        cases.append(_Case(check=Check.WRONG, subject=kind, source=wrong.make(solution, kind), judge=judge))
    return cases


def _graded(exercise: Exercise, cases: Sequence[_Case], grade_many: GradeMany, repeat: int) -> Iterator[Row]:
    jobs = [(exercise, _files(exercise, case.source, turn)) for case in cases for turn in range(repeat)]
    reports = grade_many(jobs)
    yield from _points(exercise, reports[0])
    for number, case in enumerate(cases):
        turns = reports[number * repeat : (number + 1) * repeat]
        problem = next((found for report in turns if (found := case.judge(report))), "")
        reason = exercise.tolerates.get(case.subject, "") if case.check is Check.WRONG else ""
        earned = f"{plain_number(turns[0].score)} of {plain_number(turns[0].max_score)} points"
        yield row(
            exercise,
            case.check,
            case.subject,
            problem,
            f"{earned} (tolerated: {reason})" if reason else earned,
        )
    if repeat > 1:
        yield from _repeats(exercise, cases, reports, repeat)


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
    exercise: Exercise, cases: Sequence[_Case], reports: Sequence[Report], repeat: int
) -> Iterator[Row]:
    differing = []
    for number, case in enumerate(cases):
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
