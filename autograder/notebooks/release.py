"""`grade release`: from an exercise to what learners fetch."""

from __future__ import annotations

import ast
import functools
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring import regions, stubs
from autograder.course import Course, Exercise
from autograder.errors import HostError, InternalError
from autograder.grading import suites
from autograder.grading.session import Grader
from autograder.notebooks import assignment, documents
from autograder.notebooks.layout import CHECKS, RELEASE, SOURCE
from autograder.notebooks.public import PublicPart, checks, public_part
from autograder.notebooks.rehearsal import open_grader, rehearse
from autograder.notebooks.statements import statements
from autograder.testing.points import Worth

_TELLING = 12  # characters; shorter lines (`return x`) stand in every program


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What became of one exercise."""

    exercise: str
    folder: Path  # what learners get
    local: int  # tests that run in the notebook
    tests: int
    helpers: tuple[str, ...]  # of the suite, that learners can read in checks/
    exchange: bool  # it lies where learners fetch it


def release(course: Course, exercises: Sequence[Exercise]) -> list[Released]:
    """Make the assignments, and put them into the exchange if there is one.

    All notebooks are made before the first is written; raises `GraderError`.
    """
    with open_grader(course, exercises) as grader:
        made = [(exercise, _Made(course, exercise, grader)) for exercise in exercises]
    from autograder.notebooks.steps import Steps

    steps = Steps(course)
    released = []
    for exercise, assignment_files in made:
        _write(course, exercise, assignment_files.files)
        folder = course.root / RELEASE / exercise.id
        steps.generate(exercise.id)
        _check_secrets(folder, exercise, assignment_files.part, assignment_files.tests)
        if steps.has_exchange:
            steps.release(exercise.id)
        released.append(
            Released(
                exercise=exercise.id,
                folder=folder,
                local=len(assignment_files.part.tests),
                tests=len(assignment_files.tests),
                helpers=assignment_files.part.helpers,
                exchange=steps.has_exchange,
            )
        )
    return released


class _Made:
    """One exercise's assignment, in memory."""

    def __init__(self, course: Course, exercise: Exercise, grader: Grader) -> None:
        self.tests: dict[str, Worth] = suites.tests(exercise)
        self.part: PublicPart = public_part(exercise, self.tests)
        solution = stubs.read_solution(course, exercise)
        notebook = assignment.notebook(exercise, solution, self.tests, self.part.tests)
        self.files: dict[str, bytes] = {f"{exercise.id}.ipynb": documents.to_bytes(notebook)}
        files = functools.partial(checks, course, exercise, self.tests, self.part)
        if self.part.oracles:
            shipped = rehearse(grader, course, exercise, self.part.tests, files)
        else:
            shipped = files(b"")
        self.files |= {f"{CHECKS}/{name}": content for name, content in shipped.items()}


def _write(course: Course, exercise: Exercise, files: dict[str, bytes]) -> None:
    """Write the instructor's version; what lies beside it, such as pictures, stays."""
    folder = course.root / SOURCE / exercise.id
    shutil.rmtree(folder / CHECKS, ignore_errors=True)
    for name, content in files.items():
        documents.write_file(folder / name, content)


def leaks(folder: Path, secrets: set[str]) -> list[str]:
    """Return the files below a folder in which one of the lines stands, each with such a line."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.parent.name == "hints":
            continue  # written for learners, step by step
        present = secrets & set(_lines(path))
        if present:
            found.append(f"{path.relative_to(folder)}: {min(present)}")
    return found


def secret_lines(exercise: Exercise, part: PublicPart, tests: dict[str, Worth]) -> set[str]:
    """Return the lines of the solution and of hidden tests that are no part of what learners may see."""
    solution = exercise.solution.read_text(encoding="utf-8")
    lines = solution.splitlines()
    inside = {
        lines[number - 1].strip()
        for region in regions.find(solution, exercise.solution.name)
        for number in range(region.begin, region.end + 1)
    }
    suite = exercise.suite.read_text(encoding="utf-8")
    hidden = {name for name in tests if name not in part.tests}
    bodies = [item for item in statements(suite) if item.binds & hidden]
    inside |= {line.strip() for item in bodies for line in _body(item.text)}
    open_lines = {
        line.strip() for line in [*part.suite.splitlines(), *stubs.make_stub(solution).splitlines()]
    }
    return {line for line in inside - open_lines if len(line) >= _TELLING}


def _body(text: str) -> list[str]:
    """Return a test's lines without its mark and its name, which learners see."""
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    return text.splitlines()[node.lineno - 1 :][1:]


def _lines(path: Path) -> list[str]:
    """Return the lines of a file, and of the cells of a notebook."""
    if path.suffix == ".ipynb":
        cells = documents.read(path)["cells"]
        return [line.strip() for cell in cells for line in documents.source(cell).splitlines()]
    return [line.strip() for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]


def _check_secrets(folder: Path, exercise: Exercise, part: PublicPart, tests: dict[str, Worth]) -> None:
    """Take back a release that holds a line of the solution or of a hidden test."""
    if not folder.is_dir():
        raise HostError(f"nbgrader made no {folder}. Is nbgrader_config.py that of this course?")
    found = leaks(folder, secret_lines(exercise, part, tests))
    if found:
        shutil.rmtree(folder)
        raise InternalError(
            f"{exercise.id}: the release would show a line of the solution or of a hidden test ({found[0]}). "
            "It was not released; mend the solution or the suite."
        )
