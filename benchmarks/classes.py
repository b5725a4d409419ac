"""Classes to grade: what learners hand in, made from solutions, their variants and mutants."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

from side_by_side import REPOSITORY

from autograder.authoring import variants
from autograder.authoring.mutation import mutants
from autograder.authoring.regions import without_marks
from autograder.course import Course, Exercise, load


def copy_course(folder: Path) -> Course:
    """Copy what grading needs: the repository's gradebook and results are left alone."""
    for name in ("solutions", "exercises", "grader_tests"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "course.toml", folder)
    return load(folder / "course.toml")


def forget_results(folder: Path) -> None:
    """Have the next `grade all` of the course in `folder`/course find nothing graded."""
    shutil.rmtree(folder / "results", ignore_errors=True)
    (folder / "course" / "gradebook.db").unlink(missing_ok=True)


def sources(course: Course, exercise: Exercise, *, with_mutants: bool = False) -> Iterator[str]:
    """Yield modules without end: in turn the solution, an alternative, a misconception, a mutant."""
    solution = exercise.solution.read_text()
    found = variants.read(course, exercise)
    kinds = [[without_marks(solution)]] + [
        [variant.source for variant in found if variant.kind == kind]
        for kind in ("alternative", "misconception")
    ]
    if with_mutants:
        kinds.append([mutant.source for mutant in mutants.make(solution)])
    for among in itertools.cycle([itertools.cycle(kind) for kind in kinds]):
        yield next(among)


def signed(source: str, learner: str) -> str:
    """Return a module with a comment of its learner's: so no two are equal."""
    return f"# Handed in by {learner}.\n{source}"


def hand_in(folder: Path, learner: str, exercise: Exercise, source: str) -> None:
    """Put a learner's module where `grade all` looks for it."""
    path = folder / learner / exercise.stub.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)
