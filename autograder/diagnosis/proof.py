"""Rows of `grade author verify` about a suite's probes: they answer, and they accuse nobody wrongly.

That the tests which a probe names exist is seen when the suite is collected.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from autograder.authoring import sample, stubs, variants
from autograder.authoring.rows import Check, Row, plural, row
from autograder.authoring.variants import Variant
from autograder.authoring.verify import Progress, Verified, Wanted
from autograder.course import Course, Exercise
from autograder.diagnosis.memory import NoMemory
from autograder.diagnosis.recognition import DRAWS, Clinic
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.report import Report, Status

NOT_LOOKED_INTO = 1e9  # seconds that tests seem to take, so that probes alone are asked


def with_probes(
    course: Course,
    found: Iterable[Verified],
    grader: Grader,
    wanted: Wanted,
    progress: Progress | None = None,
) -> Iterator[Verified]:
    """Yield what was found out about exercises, with rows about their probes, where all else holds.

    A suite with mistakes in it cannot be asked. With `wanted.sample` so many variants are handed in.
    """
    for verified in found:
        exercise = course.exercise(verified.exercise)
        if wanted.variants and verified.ok and grader.probes(exercise):
            rows = tuple(_rows(course, exercise, grader, wanted, progress or _silent))
            verified = dataclasses.replace(verified, rows=verified.rows + rows)
        yield verified


def _rows(
    course: Course, exercise: Exercise, grader: Grader, wanted: Wanted, progress: Progress
) -> Iterator[Row]:
    clinic = Clinic(grader, course, exercise, seconds=float("inf"), memory=NoMemory())
    yield _answered(course, exercise, grader, clinic)
    chosen: Sequence[Variant] = variants.read(course, exercise)
    if wanted.sample is not None:
        seed = wanted.seed or sample.seed_of(exercise)
        chosen = sample.draw(chosen, wanted.sample, seed, lambda one: one.name)
    everything_failed = _failed(grader.blank(exercise, "", Status.FAILED, ""))
    probed = {test for tests in grader.probes(exercise).values() for test in tests}
    what = f"{exercise.id} probes"
    progress(what, 0, len(chosen))
    for done, variant in enumerate(chosen, 1):
        files = SubmissionFiles.of_source(f"{exercise.module}.py", f"# Handed in.\n{variant.source}")
        named = _named(clinic.diagnose(everything_failed, files))
        progress(what, done, len(chosen))
        if variant.kind == "alternative" or not probed.isdisjoint(variant.caught_by):
            yield _judged(exercise, variant, named)


def _answered(course: Course, exercise: Exercise, grader: Grader, clinic: Clinic) -> Row:
    """The solution has an answer to every probe, on all draws."""
    probes = list(grader.probes(exercise))
    source = stubs.read_solution(course, exercise)
    files = SubmissionFiles.of_source(f"{exercise.module}.py", source)
    draws = [clinic.observe(files, probes, draw) for draw in DRAWS]
    silent = [probe for probe in probes if not all(known[probe].steps for known in draws)]
    problem = f"the solution has no answer to {', '.join(silent)}" if silent else ""
    facts = sum(len(draws[0][probe].steps) for probe in probes)
    return row(
        exercise,
        Check.PROBES,
        "solution",
        problem,
        f"{plural(len(probes), 'probe')}, {plural(facts, 'fact')}",
    )


def _judged(exercise: Exercise, variant: Variant, named: set[str]) -> Row:
    own = {variant.name} if variant.kind == "misconception" else set()
    problem = f"is taken for {' and '.join(sorted(named))}: probes must tell the two apart"
    unnamed = "no probe tells it from the solution" if own else "taken for no mistake"
    fine = "recognized" if named else unnamed
    return row(exercise, Check.PROBES, variant.name, problem if named - own else "", fine)


def _failed(report: Report) -> Report:
    tests = (msgspec.structs.replace(test, seconds=NOT_LOOKED_INTO) for test in report.tests)
    return msgspec.structs.replace(report, tests=tuple(tests))


def _named(report: Report) -> set[str]:
    return set().union(*(test.diagnosis.names for test in report.tests if test.diagnosis))


def _silent(what: str, done: int, total: int) -> None:
    """Show no progress."""
