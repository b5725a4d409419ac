"""What learners get beside a notebook to check it with: a course of one exercise, with its public tests
alone.

The folder `checks/` holds course.toml, the stub, the hints, and of the suite what its public tests need. What
works out right answers (`@oracle`) leaves its body behind: its answers go along as data. Tests that use the
solution in any other way are left to grading, since the solution stays where it is.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from autograder.authoring import stubs
from autograder.course import Course, Exercise, Limits
from autograder.notebooks.hinting import text_of
from autograder.notebooks.statements import Statement, joined, needed, statements
from autograder.report import plain_number
from autograder.testing.answers import SUFFIX
from autograder.testing.oracles import oracle
from autograder.testing.points import Worth

TRUSTED_ALONE = "reference"  # the fixture that is the solution
_HEAD = (
    "# The public tests of {exercise}, made by `grade release`. `check` in the notebook runs them.\n"
    "# To change what is checked here changes nothing about your grade.\n\n"
)
_WITHOUT_BODY = """@oracle
def {name}(*_):
    \"\"\"Worked out when this was released: the answers are data, in {file}.\"\"\"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPart:
    """What of a suite learners may have."""

    tests: tuple[str, ...]  # that run in the notebook
    helpers: tuple[str, ...]  # functions and classes that these tests need, with their bodies
    oracles: tuple[str, ...]  # what works out right answers for them
    suite: str


def public_part(exercise: Exercise, tests: Mapping[str, Worth]) -> PublicPart:
    """Return the public tests of a suite with what they need, as a suite of its own."""
    file = exercise.suite.with_suffix(SUFFIX).name
    items = statements(exercise.suite.read_text(encoding="utf-8"))
    oracles = {name for item in items if _is_oracle(item) for name in item.binds}
    open_items = [_without_body(item, file) if _is_oracle(item) else item for item in items]
    public = [name for name, worth in tests.items() if worth.public]
    chosen = [name for name in public if not _needs_solution(open_items, name)]
    kept = needed(open_items, chosen, fixtures=True) if chosen else ()
    defined = [name for item in kept for name in sorted(item.binds) if hasattr(item.node, "body")]
    return PublicPart(
        tests=tuple(chosen),
        helpers=tuple(name for name in defined if name not in oracles.union(chosen)),
        oracles=tuple(name for name in defined if name in oracles),
        suite=_HEAD.format(exercise=exercise.id) + joined(kept),
    )


def checks(
    course: Course, exercise: Exercise, tests: Mapping[str, Worth], part: PublicPart, answers: bytes
) -> dict[str, bytes]:
    """Return the files of the folder, by path; `answers` are those of the oracles, where there are any."""
    module = exercise.module
    texts = {
        "course.toml": _course_file(course, exercise, [tests[name] for name in part.tests]),
        f"exercises/{module}.py": stubs.stub_of(course, exercise),
        f"exercises/hints/{exercise.id}.md": text_of(exercise.hints),
        f"grader_tests/test_{module}.py": part.suite,
    }
    files = {name: text.encode() for name, text in texts.items()}
    return files | ({f"grader_tests/test_{module}{SUFFIX}": answers} if part.oracles else {})


def _is_oracle(item: Statement) -> bool:
    marks: Sequence[ast.expr] = getattr(item.node, "decorator_list", ())
    return any(isinstance(mark, ast.Name) and mark.id == oracle.__name__ for mark in marks)


def _without_body(item: Statement, file: str) -> Statement:
    (name,) = item.binds
    (empty,) = statements(_WITHOUT_BODY.format(name=name, file=file))
    return empty


def _needs_solution(items: Sequence[Statement], test: str) -> bool:
    """Whether something that a test needs looks into the solution; to hand it to an oracle is no look."""
    found = needed(items, [test], fixtures=True)
    looks = (node.value for item in found for node in ast.walk(item.node) if isinstance(node, ast.Attribute))
    return any(isinstance(value, ast.Name) and value.id == TRUSTED_ALONE for value in looks)


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
        *([] if exercise.isolate else ["isolate = false"]),
        *(f"limits.{name} = {value}" for name, value in limits.items()),
    ]
    return "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    """JSON's strings are TOML's too, where they hold no control characters (the course sees to it)."""
    return msgspec.json.encode(text).decode()
