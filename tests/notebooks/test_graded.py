"""What a learner handed in, as the grader vouches for it."""

from __future__ import annotations

import copy
from typing import Any

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import determine_grade

from autograder.course import Course
from autograder.notebooks import documents, graded
from autograder.report import Report, Status, TestResult
from tests.notebooks.figures import code, grade_id, written


@pytest.fixture
def notebook(released: Course) -> dict[str, Any]:
    return written(documents.read(released.root / "release/ex01/ex01.ipynb"))


@pytest.fixture(scope="module")
def masters(released: Course) -> list[dict[str, Any]]:
    return graded.master_cells(released, "ex01")


def find(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    return next(cell for cell in notebook["cells"] if grade_id(cell) == name)


def report(**scores: float) -> Report:
    tests = tuple(
        TestResult(
            id=name,
            title="<b>title</b>",
            public=False,
            points=2.0,
            score=score,
            status=Status.PASSED if score else Status.FAILED,
            message="<script>alert(1)</script>\x1b[2J",
            details="details for the instructor alone",
        )
        for name, score in scores.items()
    )
    return Report(exercise="ex01", score=sum(scores.values()), max_score=4, tests=tests)


def reclaim(cell: dict[str, Any], **about: Any) -> None:
    cell["metadata"]["nbgrader"] |= about


HOSTILE = {
    "points": lambda nb: reclaim(find(nb, "test_double_any"), points=1_000_000),
    "points that are no number": lambda nb: reclaim(find(nb, "test_double_any"), points="many"),
    "a test made a solution": lambda nb: reclaim(find(nb, "test_double_any"), solution=True, grade=False),
    "a future schema": lambda nb: reclaim(find(nb, "double"), schema_version=99),
    "an old schema": lambda nb: reclaim(find(nb, "double"), schema_version=0),
    "no dictionary": lambda nb: find(nb, "double")["metadata"].update(nbgrader=["x"]),
    "a deleted test": lambda nb: nb["cells"].remove(find(nb, "test_double_any")),
    "all deleted": lambda nb: nb["cells"].clear(),
    "a copied test": lambda nb: nb["cells"].insert(0, copy.deepcopy(find(nb, "test_double_any"))),
    "a copied solution": lambda nb: nb["cells"].append(copy.deepcopy(find(nb, "double"))),
    "a test of its own": lambda nb: nb["cells"].append(
        code("1000", nbgrader={"grade": True, "grade_id": "mine", "points": 1000, "solution": False})
    ),
    "outputs": lambda nb: find(nb, "test_double_any").update(
        outputs=[{"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}}]
    ),
    "changed text": lambda nb: find(nb, "test_double_any").update(source="2"),
    "another kind": lambda nb: find(nb, "test_double_any").update(cell_type="markdown"),
    "no cells at all": lambda nb: nb["cells"].extend([None, 3, [], {"cell_type": "code"}, {"source": {}}]),
    "no format": lambda nb: nb.update(nbformat=99, nbformat_minor="x", metadata=[]),
    "huge": lambda nb: nb["cells"].extend([code("x")] * 5_000),
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_learners_change_makes_nbgrader_believe_it(
    change: Any, notebook: dict[str, Any], masters: list[dict[str, Any]]
) -> None:
    change(notebook)
    clean = graded.cleaned(notebook, masters)
    graded.fill(clean, report(test_double_any=0.0, test_scaler=2.0))  # of 1
    node: Any = nbformat.from_dict(clean)
    nbformat.validate(node)
    MetadataValidator().validate_nb(node)
    cells = [cell for cell in node.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert sorted(cell.metadata.nbgrader.grade_id for cell in cells) == [
        *("test_double_any", "test_double_as_solution", "test_double_by_hand"),
        *("test_scaler", "test_untouched"),
    ]
    grades = {cell.metadata.nbgrader.grade_id: determine_grade(cell) for cell in cells}
    assert grades["test_double_any"] == (0.0, 2.0)
    # A suite that has changed since the release may give more than the cell is worth, where nbgrader stumbles.
    assert grades["test_scaler"] == (1.0, 1.0)
    assert grades["test_untouched"] == (0.0, 1.0)


def test_what_was_written_stays(notebook: dict[str, Any], masters: list[dict[str, Any]]) -> None:
    notebook["cells"].insert(4, code("my = 'own cell'"))
    clean = graded.cleaned(notebook, masters)
    assert documents.code_cells(clean) != documents.code_cells({"cells": masters})
    texts = documents.code_cells(clean)
    assert "my = 'own cell'" in texts and any("return _added_to_itself(x)" in text for text in texts)


def test_what_cannot_be_read_becomes_a_notebook_of_all_tests(masters: list[dict[str, Any]]) -> None:
    clean = graded.cleaned(None, masters)
    assert {grade_id(cell) for cell in clean["cells"]} == {grade_id(cell) for cell in masters}
    assert find(clean, "double")["source"] == ""


def test_learners_words_are_no_markup_and_instructors_words_are_not_there(
    notebook: dict[str, Any], masters: list[dict[str, Any]]
) -> None:
    clean = graded.cleaned(notebook, masters)
    graded.fill(clean, report(test_scaler=0.0))
    data = find(clean, "test_scaler")["outputs"][0]["data"]
    assert data["text/plain"] == "0"
    assert "&lt;script&gt;" in data["text/html"] and "<script>" not in data["text/html"]
    assert "\x1b" not in data["text/html"] and "details for" not in str(clean)
