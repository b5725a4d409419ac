"""Each exercise of this course as learners and instructors get it: run by a real kernel, and searched."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.authoring.regions import without_marks
from autograder.course import Course, load
from autograder.notebooks import documents
from autograder.notebooks.assignment import take_apart
from autograder.notebooks.release import release
from autograder.notebooks.settings import ensure_config
from tests.notebooks.conftest import run
from tests.notebooks.figures import code, grade_id

REPOSITORY = Path(__file__).parents[2]
IDS = [exercise.id for exercise in load(REPOSITORY / "course.toml").exercises]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A copy of this course, all of it released."""
    root = tmp_path_factory.mktemp("whole")
    for name in ("exercises", "solutions", "grader_tests"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "course.toml", root)
    course = load(root / "course.toml")
    ensure_config(course)
    release(course, course.exercises)
    return course


def executed(notebook: dict[str, Any], folder: Path) -> list[Any]:
    """Run a notebook to its end, whatever its cells raise; return its cells."""
    node: Any = nbformat.reads(json.dumps(notebook), as_version=4)
    client = NotebookClient(node, timeout=300, allow_errors=True, resources={"metadata": {"path": str(folder)}})
    client.execute()
    cells: list[Any] = node.cells
    return cells


def shown(cells: list[Any]) -> Iterator[str]:
    """The verdicts below the cells that check something."""
    for cell in cells:
        if 'check("test_' in cell.source:
            yield "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)


@pytest.mark.parametrize("exercise_id", IDS)
def test_a_learners_notebook_runs_to_its_end_and_its_checks_pass_the_solution(
    exercise_id: str, course: Course, tmp_path: Path
) -> None:
    """Far from the course: all there is is the folder that was fetched."""
    folder = tmp_path / exercise_id
    shutil.copytree(course.root / "release" / exercise_id, folder)
    notebook = documents.read(folder / f"{exercise_id}.ipynb")
    checks = [documents.source(cell) for cell in notebook["cells"] if 'check("test_' in documents.source(cell)]
    public = json.loads(json.dumps(notebook))
    solution = take_apart((course.exercise(exercise_id).solution).read_text(), exercise_id)
    notebook["cells"] += [code(without_marks(part.source)) for part in solution.parts]
    notebook["cells"] += [code(source) for source in checks]
    cells = executed(notebook, folder)
    untouched, solved = cells[: len(public["cells"])], cells[len(public["cells"]) :]

    errors = [output for cell in cells for output in cell.get("outputs", []) if output.output_type == "error"]
    assert {error.ename for error in errors} <= {"NotImplementedError"}
    assert all("not written yet" in error.evalue for error in errors)
    first = list(shown(untouched))
    assert first and all("not written yet" in text for text in first)
    assert all(text.startswith("✓") for text in shown(solved)), list(shown(solved))


@pytest.mark.parametrize("exercise_id", IDS)
def test_nbgrader_validates_the_instructors_version(exercise_id: str, course: Course, home: Path) -> None:
    notebook = f"source/{exercise_id}/{exercise_id}.ipynb"
    done = run("nbgrader", "validate", notebook, cwd=course.root, home=home)
    assert "Success! Your notebook passes all the tests." in done.stdout, done.stdout[-3000:]
