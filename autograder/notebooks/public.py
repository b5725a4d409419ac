"""What learners get beside a notebook to check it with: a course of one exercise, with its public tests
alone.

The folder `checks/` holds course.toml, the stub, the hints, and of the suite what its public tests need.
Tests that compare with the solution are left to grading, since the solution stays where it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.authoring import stubs
from autograder.course import Course, Exercise, Limits
from autograder.notebooks.statements import Statement, joined, needed, statements
from autograder.report import plain_number
from autograder.testing.points import Worth

TRUSTED_ALONE = "reference"  # the fixture that is the solution
_HEAD = (
    "# The public tests of {exercise}, made by `grade release`. `check` in the notebook runs them.\n"
    "# To change what is checked here changes nothing about your grade.\n\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPart:
    """What of a suite learners may have."""

    tests: tuple[str, ...]  # that run in the notebook
    helpers: tuple[str, ...]  # functions and classes that these tests need
    suite: str


def public_part(exercise: Exercise, tests: Mapping[str, Worth]) -> PublicPart:
    """Return the public tests of a suite with what they need, as a suite of its own."""
    items = statements(exercise.suite.read_text(encoding="utf-8"))
    public = [name for name, worth in tests.items() if worth.public]
    chosen = [name for name in public if not _needs_solution(items, name)]
    kept = needed(items, chosen, fixtures=True) if chosen else ()
    defined = [name for item in kept for name in sorted(item.binds) if hasattr(item.node, "body")]
    return PublicPart(
        tests=tuple(chosen),
        helpers=tuple(name for name in defined if name not in chosen),
        suite=_HEAD.format(exercise=exercise.id) + joined(kept),
    )


def checks(
    course: Course, exercise: Exercise, tests: Mapping[str, Worth], part: PublicPart
) -> dict[str, str]:
    """Return the files of the folder, by path."""
    module = exercise.module
    return {
        "course.toml": _course_file(course, exercise, [tests[name] for name in part.tests]),
        f"exercises/{module}.py": stubs.stub_of(course, exercise),
        f"exercises/hints/{exercise.id}.md": _hints(exercise.hints),
        f"grader_tests/test_{module}.py": part.suite,
    }


def _needs_solution(items: Sequence[Statement], test: str) -> bool:
    return any(TRUSTED_ALONE in item.arguments for item in needed(items, [test], fixtures=True))


def _hints(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _course_file(course: Course, exercise: Exercise, worths: Sequence[Worth]) -> str:
    """Return a course.toml whose exercise is worth what its public tests are."""
    points = plain_number(sum(worth.points for worth in worths) or exercise.points)
    standard = Limits()
    limits = {
        name: value
        for name, value in msgspec.structs.asdict(exercise.limits).items()
        if value != getattr(standard, name)
    }
    lines = [
        "[course]",
        f"id = {_toml(course.id)}",
        f"title = {_toml(course.title)}",
        "",
        "[[exercises]]",
        f"id = {_toml(exercise.id)}",
        f"title = {_toml(exercise.title)}",
        f"module = {_toml(exercise.module)}",
        f"points = {points}",
        f"preload = [{', '.join(map(_toml, exercise.preload))}]",
        *(f"limits.{name} = {value}" for name, value in limits.items()),
    ]
    return "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    """JSON's strings are TOML's too, where they hold no control characters (the course sees to it)."""
    return msgspec.json.encode(text).decode()
