"""An exercise as an assignment of nbgrader's, with the same suite, in a course folder of nbgrader's.

Its notebook has a cell for each function that learners write, and a locked, graded cell for each test of the
suite, worth as many points as there. A test cell calls the suite's own function on the notebook's functions.
"""

from __future__ import annotations

import ast
import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from side_by_side import REPOSITORY, Contender, environment

from autograder.authoring.overlay import public_names
from autograder.course import Exercise
from autograder.testing.points import Worth

CONFIGURATION = 'c = get_config()\nc.CourseDirectory.course_id = "benchmark"\n'
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
SCHEMA = 3  # of nbgrader's cell metadata


class NotebookCourse:
    """A course folder of nbgrader's with one assignment, `tests` being those of the exercise's suite."""

    def __init__(self, root: Path, exercise: Exercise, tests: Mapping[str, Worth]) -> None:
        self._root = root
        self._exercise = exercise
        self._tests = tests
        # The kernel is this installation's.
        kernels = str(Path(sys.prefix) / "share" / "jupyter")
        self._environment = {**without_own_settings(root, exercise), "JUPYTER_PATH": kernels}

    def make(self, submissions: Mapping[str, str]) -> None:
        """Release the assignment, and hand in a notebook for each learner's source."""
        self._root.mkdir()
        (self._root / "nbgrader_config.py").write_text(CONFIGURATION)
        nbformat.write(self._assignment(), self._notebook("source"))
        self._nbgrader("generate_assignment", self._exercise.id)
        released = nbformat.read(self._notebook("release"), as_version=4)
        for learner, text in submissions.items():
            nbformat.write(self._handed_in(released, text), self._notebook("submitted", learner))
        shutil.copy(self._root / "gradebook.db", self._root / "gradebook.fresh")

    def autograde(self, name: str, *, core: int | None = None) -> Contender:
        """Return the command that grades all notebooks, as if for the first time each time."""
        return Contender(
            name=name,
            command=(sys.executable, "-m", "nbgrader", "autograde", self._exercise.id),
            folder=self._root,
            environment=self._environment,
            prepare=self._forget_grades,
            core=core,
        )

    def scores(self) -> dict[str, float]:
        """Return what nbgrader's gradebook holds, by learner."""
        self._nbgrader("export", "--to", "scores.csv")
        with (self._root / "scores.csv").open(newline="") as file:
            return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}

    def _notebook(self, step: str, learner: str = ".") -> Path:
        folder = self._root / step / learner / self._exercise.id
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{self._exercise.id}.ipynb"

    def _nbgrader(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "nbgrader", *arguments]
        done = subprocess.run(
            command, cwd=self._root, env=self._environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"nbgrader {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")

    def _forget_grades(self) -> None:
        shutil.rmtree(self._root / "autograded", ignore_errors=True)
        shutil.copy(self._root / "gradebook.fresh", self._root / "gradebook.db")

    def _assignment(self) -> NotebookNode:
        parts = _parts(self._exercise.solution.read_text(), self._functions())
        cells = [_cell(f"write-{name}", part, solution=True) for name, part in parts.items()]
        setup = f"import {self._exercise.suite.stem} as suite\nfrom in_process import run_in_notebook"
        cells.append(_cell("setup", setup))
        cells += [
            _cell(name, f"run_in_notebook(suite.{name}, globals())", points=worth.points)
            for name, worth in self._tests.items()
        ]
        return nbformat.v4.new_notebook(cells=cells, metadata=KERNEL)

    def _handed_in(self, released: NotebookNode, text: str) -> NotebookNode:
        """Return the released notebook with a learner's source in the cells to be written."""
        notebook = nbformat.from_dict(released)
        written = {f"write-{name}": part for name, part in _parts(text, self._functions()).items()}
        for cell in notebook.cells:
            cell.source = written.get(cell.metadata.nbgrader.grade_id, cell.source)
        return notebook

    def _functions(self) -> tuple[str, ...]:
        return public_names(self._exercise.solution.read_text())


def without_own_settings(root: Path, exercise: Exercise) -> dict[str, str]:
    """Return an environment in which nobody's settings of Jupyter take part, and suites can be imported."""
    return environment(
        PYTHONPATH=os.pathsep.join([str(REPOSITORY / "benchmarks"), str(exercise.suite.parent)]),
        **{f"JUPYTER_{name}_DIR": str(root / "jupyter" / name) for name in ("CONFIG", "DATA", "RUNTIME")},
        IPYTHONDIR=str(root / "ipython"),
    )


def _cell(name: str, source: str, *, solution: bool = False, points: float | None = None) -> NotebookNode:
    """Return a cell to be written, a locked one, or, with points, a locked one that is graded."""
    about = {
        "schema_version": SCHEMA,
        "grade_id": name,
        "grade": points is not None,
        "solution": solution,
        "locked": not solution,
        "task": False,
    }
    if points is not None:
        about["points"] = points
    return nbformat.v4.new_code_cell(source, metadata={"nbgrader": about})


def _parts(source: str, names: tuple[str, ...]) -> dict[str, str]:
    """Cut a module into a part for each of the names; imports and helpers go with what follows them.

    What follows the last definition goes with that one.
    """
    lines = source.splitlines()
    ends: dict[str, int] = {}
    for node in ast.parse(source).body:
        for name in _defined(node) & set(names):
            ends[name] = _end(node, lines)
    cuts = [0, *list(ends.values())[:-1], len(lines)]
    parts = zip(ends, cuts[:-1], cuts[1:], strict=True)
    return {name: "\n".join(lines[start:end]).strip("\n") for name, start, end in parts}


def _defined(node: ast.stmt) -> set[str]:
    """Return the names that a statement of a module defines: `def f`, or `f = g`."""
    match node:
        case ast.FunctionDef(name):
            return {name}
        case ast.Assign(targets):
            return {target.id for target in targets if isinstance(target, ast.Name)}
    return set()


def _end(node: ast.stmt, lines: list[str]) -> int:
    """Return where a statement ends, with the comments at its end: the mark that ends a solution is one."""
    end = node.end_lineno or node.lineno
    while end < len(lines) and lines[end].startswith((" ", "\t")):
        end += 1
    return end
