"""Stub modules: what learners start from, regenerated from the solutions and never edited by hand."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from autograder import atomic
from autograder.authoring import regions
from autograder.authoring.regions import Region
from autograder.course import Course, Exercise
from autograder.errors import CourseError

_DEFINITION = re.compile(r"\s*(@|def |async def |class )")

_Line: TypeAlias = tuple[int, str]  # the line of the solution that it comes from, and its text


class StubState(StrEnum):
    """How a stub on disk compares with its solution."""

    CURRENT = "current"
    STALE = "stale"
    MISSING = "missing"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltStub:
    """What `build` found, or did, for one exercise."""

    exercise: str
    path: Path
    state: StubState
    added: int = 0  # lines that the stub on disk lacked
    removed: int = 0  # lines that it had too many
    where: int = 0  # its first line that differs, from 1; 0 when none does


def make_stub(solution_source: str, *, origin: str = "solution", exercise: str | None = None) -> str:
    """Return the stub of a solution; `origin` names the solution in errors, `exercise` the one to check."""
    body = _strip(solution_source.splitlines(), regions.find(solution_source, origin))
    header = [(1, _header(exercise))] if exercise else []
    stub = [*header, *body]
    text = "".join(f"{line}\n" for _, line in stub)
    _check(text, stub, origin)
    return text


def strip(source: str, *, origin: str = "solution") -> str:
    """Return a part of a solution, such as one function, as its stub has it; raises `CourseError`."""
    return "\n".join(text for _, text in _strip(source.splitlines(), regions.find(source, origin)))


def build(
    course: Course, exercises: Sequence[Exercise] | None = None, *, check: bool = False
) -> tuple[BuiltStub, ...]:
    """Write the stubs that differ from their solutions; with `check` only report them."""
    chosen = course.exercises if exercises is None else exercises
    # All stubs are made before any is written: a broken solution leaves the folder as it was.
    made = [(exercise, stub_of(course, exercise)) for exercise in chosen]
    return tuple(_place(exercise, text, check=check) for exercise, text in made)


def stub_of(course: Course, exercise: Exercise) -> str:
    """Return the text that an exercise's stub should have."""
    return make_stub(
        read_solution(course, exercise), origin=relative(course, exercise.solution), exercise=exercise.id
    )


def read_solution(course: Course, exercise: Exercise) -> str:
    """Return an exercise's solution; raises `CourseError` when there is none."""
    try:
        return exercise.solution.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise CourseError(
            f"{relative(course, exercise.solution)}: this file does not exist; "
            f"write it, or take {exercise.id} out of course.toml"
        ) from error


def relative(course: Course, path: Path) -> str:
    """Return a course's path as an author would write it."""
    return str(path.relative_to(course.root)) if path.is_relative_to(course.root) else str(path)


def _header(exercise: str) -> str:
    return f"# Check your work: grade check {exercise}    Stuck? Take a hint: grade hint {exercise}"


def _strip(lines: Sequence[str], found: Sequence[Region]) -> list[_Line]:
    """Cut the regions out, and close the gaps as a formatter would."""
    kept: list[_Line] = []
    gaps = [0]  # blank lines since the last kept line, split where a region disappeared
    for item in _pieces(lines, found):
        if item is None:
            gaps.append(0)
        elif not item[1]:
            gaps[-1] += 1
        else:
            blank = max(gaps)
            if len(gaps) > 1 and kept:
                blank = max(blank, _blank_lines_between(kept[-1][1], item[1]))
            kept += [(item[0], "")] * (blank if kept else 0)
            kept.append(item)
            gaps = [0]
    return kept


def _pieces(lines: Sequence[str], found: Sequence[Region]) -> Iterator[_Line | None]:
    """Yield the stub's lines, and None where a region disappeared."""
    by_line = {line: region for region in found for line in range(region.begin, region.end + 1)}
    for number, text in enumerate(lines, 1):
        region = by_line.get(number)
        if region is None:
            yield number, text
        elif number == region.begin and region.owner is None:
            yield None
        elif number == region.begin:
            yield number, f'{region.indent}raise NotImplementedError("{region.owner} is not written yet")'


def _blank_lines_between(above: str, below: str) -> int:
    if above.lstrip().startswith(("#", "@")) or not _DEFINITION.match(below):
        left_a_block = above.startswith(" ") and not below.startswith(" ")
        return 2 if left_a_block else 0
    if not below.startswith(" "):
        return 2
    return 0 if above.lstrip().startswith("class ") else 1


def _check(text: str, stub: Sequence[_Line], origin: str) -> None:
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        line = stub[min(error.lineno or 1, len(stub)) - 1][0] if stub else 1
        raise CourseError(
            f"{origin}:{line}: without its regions the stub is not valid Python: {error.msg}; "
            "move the marks so that what is left stands on its own"
        ) from error
    if ast.get_docstring(tree) is None:
        raise CourseError(f"{origin}:1: there is no module docstring; say in it what the learner builds")


def _place(exercise: Exercise, text: str, *, check: bool) -> BuiltStub:
    old = exercise.stub.read_text(encoding="utf-8") if exercise.stub.exists() else None
    if old == text:
        return BuiltStub(exercise=exercise.id, path=exercise.stub, state=StubState.CURRENT)
    if not check:
        exercise.stub.parent.mkdir(parents=True, exist_ok=True)
        # Where there is none yet: learners must be able to read it, whoever builds it.
        atomic.write(exercise.stub, text.encode(), mode=0o644 if old is None else None)
    # The first two lines of a unified diff name the files.
    differences = list(difflib.unified_diff((old or "").splitlines(), text.splitlines(), n=0))[2:]
    return BuiltStub(
        exercise=exercise.id,
        path=exercise.stub,
        state=StubState.WRITTEN if not check else StubState.MISSING if old is None else StubState.STALE,
        added=sum(line.startswith("+") for line in differences),
        removed=sum(line.startswith("-") for line in differences),
        where=_first_difference((old or "").splitlines(), text.splitlines()),
    )


def _first_difference(old: Sequence[str], new: Sequence[str]) -> int:
    for number, (before, after) in enumerate(zip(old, new, strict=False), 1):
        if before != after:
            return number
    return min(len(old), len(new)) + 1
