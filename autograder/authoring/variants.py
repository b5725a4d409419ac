"""Variants of a solution: alternatives deserve full marks, misconceptions must be caught."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from autograder.authoring import overlay, regions, stubs
from autograder.authoring.overlay import compose
from autograder.course import Course, Exercise
from autograder.errors import CourseError

__all__ = ["Kind", "Variant", "compose", "misconceptions_of", "read", "test_names"]

Kind: TypeAlias = Literal["alternative", "misconception"]

_FIELD = re.compile(r"(caught_by|explanation):\s*(.*)")
_CAUGHT_BY = re.compile(r"^caught_by:(.*?)^explanation:", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One overlay, composed with its solution."""

    kind: Kind
    name: str  # the file's name without .py
    path: Path
    source: str  # the whole module: solution and overlay in one
    summary: str  # what is different, or what the learner believes
    replaces: tuple[str, ...]  # the solution's names that the overlay defines anew, sorted
    caught_by: tuple[str, ...] = ()  # of a misconception: the tests that must fail
    explanation: str = ""  # of a misconception: what its learner should read


def read(course: Course, exercise: Exercise) -> list[Variant]:
    """Return an exercise's alternatives, then its misconceptions, each sorted by name."""
    solution = stubs.read_solution(course, exercise)
    tests = test_names(course, exercise)
    return [
        _variant(course, exercise, solution, kind, path, tests)
        for kind, folder in _folders(exercise)
        for path in _overlays(course, kind, folder)
    ]


def misconceptions_of(
    course: Course, exercise: Exercise, failed: Collection[str], probed: Collection[str] = ()
) -> Iterator[Variant]:
    """Yield the misconceptions that may be behind failed tests; quicker than to read all.

    Their `caught_by` names none but failed tests, and tests that are `probed`: of these one is enough, since
    a mistake that costs a little here may cost more on another network.

    Raises `CourseError` where an exercise has no misconceptions, or where one of those is broken.
    """
    solution, tests = stubs.read_solution(course, exercise), test_names(course, exercise)
    for path in _overlays(course, "misconception", exercise.misconceptions):
        named = _CAUGHT_BY.search(path.read_text(encoding="utf-8"))
        tests_of = set(_names(named[1])) if named else set()
        if tests_of - set(probed) <= set(failed) and not tests_of.isdisjoint(failed):
            yield _variant(course, exercise, solution, "misconception", path, tests)


def test_names(course: Course, exercise: Exercise) -> tuple[str, ...]:
    """Return the names of the suite's tests, without importing it."""
    origin = stubs.relative(course, exercise.suite)
    if not exercise.suite.exists():
        raise CourseError(f"{origin}: this file does not exist; write the hidden suite of {exercise.id}")
    tree = regions.parse(exercise.suite.read_text(encoding="utf-8"), origin)
    return tuple(
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def _folders(exercise: Exercise) -> tuple[tuple[Kind, Path], ...]:
    return ("alternative", exercise.alternatives), ("misconception", exercise.misconceptions)


def _overlays(course: Course, kind: Kind, folder: Path) -> list[Path]:
    found = sorted(path for path in folder.glob("*.py") if path.stem != "__init__")
    if not found:
        raise CourseError(
            f"{stubs.relative(course, folder)}: there is no {kind} here; write one as <name>.py with only "
            "the functions and classes that differ from the solution"
        )
    return found


def _variant(
    course: Course, exercise: Exercise, solution: str, kind: Kind, path: Path, tests: tuple[str, ...]
) -> Variant:
    origin = stubs.relative(course, path)
    source = path.read_text(encoding="utf-8")
    docstring = ast.get_docstring(regions.parse(source, origin))
    if not docstring:
        raise CourseError(f"{origin}:1: there is no module docstring; {_WANTED[kind]}")
    summary, fields = _fields(docstring)
    composed = compose(solution, source, solution=stubs.relative(course, exercise.solution), overlay=origin)
    caught_by = _caught_by(fields, origin, tests) if kind == "misconception" else ()
    if kind == "misconception" and not fields.get("explanation"):
        raise CourseError(
            f'{origin}:1: the docstring has no "explanation:"; '
            "say in one or two sentences what happens and what to do instead"
        )
    return Variant(
        kind=kind,
        name=path.stem,
        path=path,
        source=composed,
        summary=summary,
        replaces=tuple(sorted(overlay.replaced(solution, source))),
        caught_by=caught_by,
        explanation=fields.get("explanation", ""),
    )


_WANTED: dict[Kind, str] = {
    "alternative": "say in one line what is different",
    "misconception": 'say what the learner believes, then "caught_by:" and "explanation:"',
}


def _caught_by(fields: dict[str, str], origin: str, tests: tuple[str, ...]) -> tuple[str, ...]:
    names = _names(fields.get("caught_by", ""))
    if not names:
        raise CourseError(
            f'{origin}:1: the docstring has no "caught_by:"; name the tests that must fail on this'
        )
    for name in names:
        if name not in tests:
            raise CourseError(
                f"{origin}:1: caught_by names {name}, which the suite does not have; "
                f"its tests are {', '.join(tests)}"
            )
    return names


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in re.split(r"[,\s]+", text) if name)


def _fields(docstring: str) -> tuple[str, dict[str, str]]:
    """Split a docstring into its first paragraph and its fields, each joined to one line."""
    parts: dict[str, list[str]] = {"": []}
    current = ""
    for line in docstring.splitlines():
        found = _FIELD.fullmatch(line.strip())
        if found:
            current = found[1]
            parts[current] = [found[2]]
        elif line.strip():
            parts[current].append(line.strip())
    joined = {key: " ".join(words).strip() for key, words in parts.items()}
    return joined.pop(""), joined
