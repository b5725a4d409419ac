"""Each exercise of this course as learners and instructors get it: searched, and run by a real kernel.

A kernel and a grader behind it take seconds to start, twice for each exercise. `make notebooks` runs them all,
and `make test` two of them.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.authoring import regions, stubs
from autograder.authoring.regions import without_marks
from autograder.course import Course, load
from autograder.grading import suites
from autograder.notebooks import documents
from autograder.notebooks.assignment import take_apart
from autograder.notebooks.release import release
from tests.notebooks.conftest import REPOSITORY, copied_course, run
from tests.notebooks.figures import code

IDS = [exercise.id for exercise in load(REPOSITORY / "course.toml").exercises]
# One whose oracles are formulas, and one whose oracles are the solution itself.
RUN = IDS if os.environ.get("NOTEBOOKS") == "all" else ["ex03", "ex13"]
TELLING = 36  # characters; shorter expressions (`torch.cuda.is_available()`) stand in every program


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A copy of this course, all of it released."""
    course = copied_course(tmp_path_factory.mktemp("whole"))
    release(course, course.exercises)
    return course


def executed(notebook: dict[str, Any], folder: Path) -> list[Any]:
    """Run a notebook to its end, whatever its cells raise; return its cells."""
    node: Any = nbformat.reads(json.dumps(notebook), as_version=4)
    client = NotebookClient(
        node, timeout=300, allow_errors=True, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    cells: list[Any] = node.cells
    return cells


def shown(cells: list[Any]) -> Iterator[str]:
    """The verdicts below the cells that check something."""
    for cell in cells:
        if 'check("test_' in cell.source:
            yield "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)


def own_expressions(path: Path) -> set[str]:
    """What the solution writes between its marks, expression by expression, in the form of `ast.unparse`."""
    text = path.read_text()
    lines = {
        number for region in regions.find(text, path.name) for number in range(region.begin, region.end + 1)
    }
    nodes = [
        node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.expr) and node.lineno in lines
    ]
    given = " ".join(ast.unparse(ast.parse(stubs.make_stub(text)).body).split())
    found = {" ".join(ast.unparse(node).split()) for node in nodes if not isinstance(node, ast.Constant)}
    return {one for one in found if len(one) >= TELLING and one not in given}


def python_of(path: Path) -> str:
    """The code in a released file, with the spacing of `ast.unparse`."""
    if path.suffix == ".ipynb":
        sources = documents.code_cells(documents.read(path))
    else:
        sources = [path.read_text()] if path.suffix == ".py" else []
    return " ".join(" ".join(ast.unparse(ast.parse(source)).split()) for source in sources)


@pytest.mark.parametrize("exercise_id", IDS)
def test_no_expression_of_the_solution_is_in_a_released_file(exercise_id: str, course: Course) -> None:
    """Whatever name it is given, and however it is spaced."""
    folder = course.root / "release" / exercise_id
    text = "".join(python_of(path) for path in sorted(folder.rglob("*")) if path.is_file())
    assert not {one for one in own_expressions(course.exercise(exercise_id).solution) if one in text}


@pytest.mark.parametrize("exercise_id", IDS)
def test_every_public_test_runs_in_the_notebook(exercise_id: str, course: Course) -> None:
    exercise = course.exercise(exercise_id)
    copy = load(course.root / "release" / exercise_id / "checks/course.toml", check_files=False)
    public = {name for name, worth in suites.tests(exercise).items() if worth.public}
    assert set(suites.tests(copy.exercise(exercise_id))) == public
    assert copy.exercise(exercise_id).isolate == exercise.isolate


@pytest.mark.parametrize("exercise_id", RUN)
def test_a_learners_notebook_runs_to_its_end_and_its_checks_pass_the_solution(
    exercise_id: str, course: Course, tmp_path: Path
) -> None:
    """Far from the course: all there is is the folder that was fetched."""
    folder = tmp_path / exercise_id
    shutil.copytree(course.root / "release" / exercise_id, folder)
    notebook = documents.read(folder / f"{exercise_id}.ipynb")
    checks = [
        documents.source(cell) for cell in notebook["cells"] if 'check("test_' in documents.source(cell)
    ]
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
    assert [text.split()[0] for text in shown(solved)] == ["✓"] * len(first), list(shown(solved))


@pytest.mark.parametrize("exercise_id", RUN)
def test_nbgrader_validates_the_instructors_version(exercise_id: str, course: Course, home: Path) -> None:
    notebook = f"source/{exercise_id}/{exercise_id}.ipynb"
    done = run("nbgrader", "validate", notebook, cwd=course.root, home=home)
    assert "Success! Your notebook passes all the tests." in done.stdout, done.stdout[-3000:]
