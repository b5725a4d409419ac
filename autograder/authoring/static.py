"""The promises about an exercise that can be checked without grading anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.authoring import doctests, hints, overlay, stubs, variants, wrong
from autograder.authoring.rows import Check, Row, plural, row
from autograder.authoring.stubs import StubState
from autograder.authoring.variants import Variant
from autograder.course import Course, Exercise

ALTERNATIVES = 3  # at least
MISCONCEPTIONS = 5


def stub_current(exercise: Exercise, stub: stubs.BuiltStub) -> Row:
    """The stub on disk is the one that the solution gives."""
    problem = ""
    if stub.state is StubState.MISSING:
        problem = "there is no stub yet; run `grade author build`"
    elif stub.state is StubState.STALE:
        problem = f"differs from the solution from line {stub.where} on; run `grade author build`"
    return row(exercise, Check.STUB_CURRENT, stub.path.name, problem, "matches the solution")


def hints_complete(course: Course, exercise: Exercise, solution: str) -> Row:
    """Each public function and class has its hints."""
    subject = stubs.relative(course, exercise.hints)
    if not exercise.hints.exists():
        return row(
            exercise, Check.HINTS, subject, "this file does not exist; write three hints for each function"
        )
    names = overlay.public_names(solution)
    found = hints.problems(exercise.hints.read_text(encoding="utf-8"), names)
    return row(exercise, Check.HINTS, subject, "; ".join(found), f"{plural(len(names), 'section')}")


def examples_run(course: Course, exercise: Exercise, solution: str) -> Row:
    """Each public function and class shows an example, and all do what they say."""
    subject = stubs.relative(course, exercise.solution)
    without = doctests.missing(solution)
    if without:
        problem = f"no example in the docstring of {', '.join(without)}; show one that runs"
        return row(exercise, Check.EXAMPLES, subject, problem)
    return row(exercise, Check.EXAMPLES, subject, doctests.failures(exercise.solution), "all run")


def enough_variants(exercise: Exercise, found: Sequence[Variant]) -> Iterator[Row]:
    """There are enough alternatives and misconceptions to trust the suite."""
    wanted: tuple[tuple[variants.Kind, int], ...] = (
        ("alternative", ALTERNATIVES),
        ("misconception", MISCONCEPTIONS),
    )
    for kind, least in wanted:
        number = sum(variant.kind == kind for variant in found)
        problem = "" if number >= least else f"{plural(number, kind)}; write at least {least}"
        yield row(exercise, Check.COUNTS, f"{kind}s", problem, plural(number, kind))


def known_tolerance(exercise: Exercise) -> Row:
    """What course.toml tolerates are kinds of generic wrong modules."""
    unknown = [name for name in exercise.tolerates if name not in wrong.KINDS]
    problem = f"unknown: {', '.join(unknown)}; the kinds are {', '.join(wrong.KINDS)}" if unknown else ""
    said = ", ".join(exercise.tolerates) or "nothing"
    return row(exercise, Check.TOLERATES, "course.toml", problem, said)
