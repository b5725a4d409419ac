"""A notebook with what grading found in its test cells, in the form that nbgrader, its pages and its export
read.

Of what a learner handed in, only the text of cells is kept. What nbgrader is to believe of a cell (that it is
a test, what it is worth) comes from the instructor's notebook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.course import Course
from autograder.errors import UsageError
from autograder.grading.files import UnreadableSubmission
from autograder.notebooks import documents, layout
from autograder.notebooks.assignment import KERNEL, cell_id
from autograder.notebooks.documents import Cell, Notebook
from autograder.render.html import test_card
from autograder.report import Report, TestResult, plain_number

RESULT = "torchgrade"  # key of a notebook's metadata: the report as the learner may see it
MAX_CELLS = 2_000  # of a learner's; what comes after is not shown
_TYPES = ("code", "markdown", "raw")


def master_cells(course: Course, exercise_id: str) -> list[Cell]:
    """Return the cells of the instructor's notebook that nbgrader knows; raises `UsageError`."""
    try:
        notebook = documents.read(layout.master(course, exercise_id))
    except UnreadableSubmission as error:
        raise UsageError(
            f"{error} Make the assignment of {exercise_id} first: grade release {exercise_id}"
        ) from error
    return [cell for cell in notebook["cells"] if _grade_id(cell)]


def cleaned(notebook: Notebook | None, masters: Sequence[Cell]) -> Notebook:
    """Return a learner's notebook (None: it could not be read) as the grader vouches for it.

    Each cell of the master's is there once: the first that claims to be it, or else anew at the end. Locked
    cells have the master's text. Outputs are gone, and so is all metadata that learners could have changed.
    """
    known = {_grade_id(cell): cell for cell in masters}
    cells: list[Cell] = []
    for number, cell in enumerate(_cells(notebook)):
        master = known.pop(_grade_id(cell), None)
        cells.append(_own(cell, number) if master is None else _claimed(cell, master))
    cells += [_claimed({}, master) for master in known.values()]
    return {"cells": cells, "metadata": dict(KERNEL), "nbformat": 4, "nbformat_minor": 5}


def fill(notebook: Notebook, report: Report) -> None:
    """Put each test's verdict and score into its cell, and the whole report into the notebook's metadata."""
    results = {test.id: test for test in report.tests}
    for cell in notebook["cells"]:
        if _is_graded(cell):
            cell["outputs"] = [_output(results.get(_grade_id(cell)), cell["metadata"]["nbgrader"]["points"])]
    notebook["metadata"][RESULT] = report.learner_view()


def _output(test: TestResult | None, most: float) -> dict[str, Any]:
    """Return a result that nbgrader reads as points; it stumbles over more than a cell is worth."""
    card = test_card(test) if test else "This test is no longer part of the exercise."
    score = str(plain_number(min(test.score, most))) if test else "0"
    return {
        "output_type": "execute_result",
        "execution_count": None,
        "metadata": {},
        "data": {"text/plain": score, "text/html": card},
    }


def _cells(notebook: Notebook | None) -> list[Mapping[str, Any]]:
    if notebook is None:
        return []
    return [cell for cell in notebook["cells"][:MAX_CELLS] if isinstance(cell, Mapping)]


def _grade_id(cell: object) -> str:
    """Return what a cell claims to be; anything can stand in what a learner handed in."""
    found: object = cell
    for key in ("metadata", "nbgrader", "grade_id"):
        if not isinstance(found, Mapping):
            return ""
        found = found.get(key)
    return found if isinstance(found, str) else ""


def _is_graded(cell: Cell) -> bool:
    about = cell["metadata"].get("nbgrader", {})
    return bool(about.get("grade")) and cell["cell_type"] == "code"


def _own(cell: Mapping[str, Any], number: int) -> Cell:
    """A cell that a learner added."""
    kind = cell.get("cell_type")
    kind = kind if kind in _TYPES else "raw"
    return _cell(kind, documents.source(dict(cell)), f"added-{number}", {})


def _claimed(cell: Mapping[str, Any], master: Cell) -> Cell:
    about = master["metadata"]["nbgrader"]
    written = documents.source(dict(cell)) if about.get("solution") else documents.source(master)
    return _cell(master["cell_type"], written, cell_id(about["grade_id"]), {"nbgrader": dict(about)})


def _cell(kind: str, source: str, identity: str, metadata: dict[str, Any]) -> Cell:
    cell: Cell = {"cell_type": kind, "id": identity, "metadata": metadata, "source": source}
    return cell | {"execution_count": None, "outputs": []} if kind == "code" else cell
