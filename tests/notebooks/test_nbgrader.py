"""A class goes through nbgrader's own commands, and through `grade`: both ways give the same scores."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.course import Course
from autograder.notebooks import documents
from tests.notebooks.conftest import run
from tests.notebooks.figures import code, grade_id, written

Notebook = dict[str, Any]


def full(notebook: Notebook) -> None:
    written(notebook)


def partial(notebook: Notebook) -> None:
    written(notebook, "double")


def untouched(notebook: Notebook) -> None:
    pass


def broken(notebook: Notebook) -> None:
    written(notebook)
    _cell(notebook, "double")["source"] = "def double(x)\n    return x"  # no colon


def experimenting(notebook: Notebook) -> None:
    written(notebook)
    for source in (
        "%matplotlib inline\n!ls /",
        "while True:\n    pass",
        "import nothing_of_that_name",
        "%%bash\nls",
    ):
        notebook["cells"].insert(2, code(source))


def hostile(notebook: Notebook) -> None:
    """Everything that has ever given somebody points in a notebook."""
    notebook["cells"] = [cell for cell in notebook["cells"] if grade_id(cell) != "test_double_by_hand"]
    _cell(notebook, "test_double_any")["metadata"]["nbgrader"]["points"] = 1000
    _cell(notebook, "test_scaler")["metadata"]["nbgrader"]["schema_version"] = 99
    _cell(notebook, "test_scaler")["source"] = "1000"
    _cell(notebook, "double")["source"] = HOSTILE
    notebook["cells"].insert(0, json.loads(json.dumps(_cell(notebook, "test_double_any"))))
    notebook["cells"].insert(
        0,
        code(
            "print('x' * 10**9)\n10", nbgrader=dict(_cell(notebook, "test_untouched")["metadata"]["nbgrader"])
        ),
    )
    notebook["cells"].insert(0, code(NO_ASSERTS))


NO_ASSERTS = """
import ast

class NoAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()

    def visit_Call(self, node):
        return ast.Constant(1000) if getattr(node.func, "id", "") == "check" else node

get_ipython().ast_transformers.append(NoAsserts())
"""

HOSTILE = """
import ast, os, sqlite3, sys

class Equal:
    def __eq__(self, other): return True

for place in ("gradebook.db", "../../gradebook.db", "../../../gradebook.db", "/proc/1/cwd/gradebook.db"):
    try:
        with sqlite3.connect(place) as book:
            book.execute("update grade set auto_score = 1000")
    except Exception:
        pass

sys.stdout.write("1000" * 100)
os.environ["NBGRADER_EXECUTION"] = ""

def double(x):
    print("100" * 1000)
    return Equal()
"""

CLASS: dict[str, Callable[[Notebook], None]] = {
    "ada": full,
    "ben": partial,
    "cleo": untouched,
    "dan": broken,
    "eve": experimenting,
    "mallory": hostile,
}
# Everybody is years late, which costs half of the score, as [late] in course.toml says.
EXPECTED = {"ada": 3.0, "ben": 2.5, "cleo": 0.0, "dan": 0.5, "eve": 3.0, "mallory": 0.0}
EXPECTED |= {"nora": 0.0, "zed": 0.0}  # whose files are too large, and no notebook


def _cell(notebook: Notebook, name: str) -> Any:
    return next(cell for cell in notebook["cells"] if grade_id(cell) == name)


@pytest.fixture(scope="module")
def handed_in(released: Course, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Six learners fetch, write and submit with nbgrader's commands; two more files come some other way."""
    learners = tmp_path_factory.mktemp("learners")
    shutil.copy(released.root / "nbgrader_config.py", learners)
    exchange = released.root / "exchange"
    (learners / "nbgrader_config.py").write_text(
        f'c = get_config()\nc.CourseDirectory.course_id = "figures"\nc.Exchange.root = "{exchange}"\n'
    )
    run("nbgrader", "fetch_assignment", "ex01", cwd=learners, home=home)
    for learner, change in CLASS.items():
        shutil.copytree(learners / "ex01", learners / learner / "ex01")
        shutil.copy(learners / "nbgrader_config.py", learners / learner)
        path = learners / learner / "ex01/ex01.ipynb"
        notebook = documents.read(path)
        change(notebook)
        if learner == "ada":
            notebook = in_kernel(notebook, path.parent)
        path.write_text(json.dumps(notebook))
        run("nbgrader", "submit", "ex01", f"--student={learner}", cwd=learners / learner, home=home)
    run("grade", "collect", "ex01", cwd=released.root, home=home)
    put(released.root, "zed", b"\xff\xfe no notebook")
    put(released.root, "nora", with_output(written(documents.read(learners / "ex01/ex01.ipynb")), 200 << 20))
    return released


def in_kernel(notebook: Notebook, folder: Path) -> Notebook:
    """Run a notebook where it lies, as learners do before they hand in."""
    node: Any = nbformat.reads(json.dumps(notebook), as_version=4)
    NotebookClient(node, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    ran: Notebook = json.loads(nbformat.writes(node))
    return ran


def put(root: Path, learner: str, content: bytes) -> None:
    path = root / "submitted" / learner / "ex01/ex01.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)


def with_output(notebook: Notebook, size: int) -> bytes:
    """The file of a notebook whose last cell has printed so many bytes."""
    printed = {"output_type": "stream", "name": "stdout", "text": "HERE"}
    notebook["cells"].append(code("print('x' * 10**9)") | {"outputs": [printed]})
    before, after = json.dumps(notebook).encode().split(b"HERE")
    return before + b"x" * size + after


@pytest.fixture(scope="module")
def graded(handed_in: Course, home: Path) -> dict[str, dict[str, float]]:
    """The scores that nbgrader exports, by the command that graded."""
    root = handed_in.root
    run("grade", "all", "--from-nbgrader", "ex01", cwd=root, home=home)
    columns = {"grade all": exported(root, home)}
    shutil.copytree(root / "autograded", root / "by-grade")
    with sqlite3.connect(root / "gradebook.db") as book:
        book.execute("update grade set auto_score = 5, needs_manual_grade = 1")
    run("nbgrader", "autograde", "ex01", "--force", cwd=root, home=home)
    columns["nbgrader autograde"] = exported(root, home)
    return columns


def exported(root: Path, home: Path) -> dict[str, float]:
    run("nbgrader", "export", "--to=grades.csv", cwd=root, home=home)
    with (root / "grades.csv").open(newline="") as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def test_both_ways_give_the_same_scores(graded: dict[str, dict[str, float]]) -> None:
    assert graded["grade all"] == EXPECTED
    assert graded["nbgrader autograde"] == EXPECTED


def test_both_ways_leave_the_same_notebooks(graded: dict[str, dict[str, float]], handed_in: Course) -> None:
    for learner in EXPECTED:
        ours, theirs = (
            documents.read(handed_in.root / folder / learner / "ex01/ex01.ipynb")
            for folder in ("by-grade", "autograded")
        )
        for one, other in zip(ours["cells"], theirs["cells"], strict=True):
            assert documents.source(one) == documents.source(other)
            assert _html(one) == _html(other)
        assert ours["metadata"]["torchgrade"] == theirs["metadata"]["torchgrade"]


def _html(cell: dict[str, Any]) -> list[str]:
    return [documents.source({"source": output["data"]["text/html"]}) for output in cell.get("outputs", [])]


def test_no_cell_of_a_learner_was_run(graded: dict[str, dict[str, float]], handed_in: Course) -> None:
    """The endless loop of one learner would still be running, and the outputs of others would be there."""
    for path in (handed_in.root / "autograded").rglob("*.ipynb"):
        for cell in documents.read(path)["cells"]:
            assert not cell.get("outputs") or grade_id(cell).startswith("test_"), path


def test_feedback_reaches_each_learner_and_hides_what_is_hidden(
    graded: dict[str, dict[str, float]], handed_in: Course, home: Path
) -> None:
    root = handed_in.root
    run("grade", "feedback", "ex01", cwd=root, home=home)
    run("nbgrader", "release_feedback", "ex01", cwd=root, home=home)
    assert len(list((root / "exchange/figures/feedback").glob("*.html"))) == len(EXPECTED)
    for learner in EXPECTED:
        text = (root / "feedback" / learner / "ex01/ex01.html").read_text()
        assert "secret_of_this_test" not in text and "check_each" not in text
    page = (root / "feedback/ben/ex01/ex01.html").read_text()
    assert (
        "2.5 of 6 points" in page
        and "2.5 points were taken off" in page
        and "Scaler is not written yet" not in page.partition("Tests")[0]
    )
    assert "not a notebook: its content is not JSON" in (root / "feedback/zed/ex01/ex01.html").read_text()
    assert "ex01.ipynb is larger than 65,536 KB" in (root / "feedback/nora/ex01/ex01.html").read_text()
    # What is in a page came from a notebook; nobody has seen the module that is graded.
    pages = [path.read_text() for path in (root / "feedback").rglob("*.html")]
    assert not any("ex01_figures.py" in page for page in pages)
    assert "code cell 2 of the notebook" in (root / "feedback/dan/ex01/ex01.html").read_text()


def test_what_a_learner_saw_in_the_kernel_is_what_grading_found(
    graded: dict[str, dict[str, float]], handed_in: Course
) -> None:
    """In words and in points; what was handed in has the learner's outputs, what was graded has ours."""
    seen, found = (
        documents.read(handed_in.root / folder / "ada/ex01/ex01.ipynb")
        for folder in ("submitted", "autograded")
    )
    for test in ("test_double_by_hand", "test_scaler"):
        (mine,), (theirs,) = _html(_cell(seen, test)), _html(_cell(found, test))
        assert mine == theirs and "✓" in mine


def test_nbgraders_own_feedback_works_on_what_grade_all_left(
    graded: dict[str, dict[str, float]], handed_in: Course, home: Path
) -> None:
    root = handed_in.root
    run("grade", "all", "--from-nbgrader", cwd=root, home=home)
    run("nbgrader", "generate_feedback", "ex01", "--force", "--student=ben", cwd=root, home=home)
    text = (root / "feedback/ben/ex01/ex01.html").read_text()
    assert "double doubles small numbers" in text and "secret_of_this_test" not in text


def test_what_people_marked_survives_both_ways(
    graded: dict[str, dict[str, float]], handed_in: Course, home: Path
) -> None:
    root = handed_in.root
    with sqlite3.connect(root / "gradebook.db") as book:
        book.execute(
            "update grade set extra_credit = 2, manual_score = 0.5 where id = (select grade.id from grade "
            "join submitted_notebook n on n.id = grade.notebook_id "
            "join submitted_assignment s on s.id = n.assignment_id "
            "join base_cell c on c.id = grade.cell_id where s.student_id = 'cleo' and c.name = 'test_scaler')"
        )
    for module, arguments in (
        ("grade", ["all", "--from-nbgrader"]),
        ("nbgrader", ["autograde", "ex01", "--force", "--student=cleo"]),
    ):
        run(module, *arguments, cwd=root, home=home)
        assert exported(root, home)["cleo"] == 1.25, module


def test_a_real_kernel_runs_the_released_notebook(released: Course, tmp_path: Path) -> None:
    """At the learner's there is no course: only the notebook, and the folder beside it."""
    folder = tmp_path / "ex01"
    shutil.copytree(released.root / "release/ex01", folder)
    notebook = written(documents.read(folder / "ex01.ipynb"), "double")
    # In the kernel `double` was wrong first, and then right.
    notebook["cells"].insert(2, code("def double(x):\n    return x"))
    notebook["cells"].append(code("check.hint('double')"))
    node: Any = nbformat.reads(json.dumps(notebook), as_version=4)
    NotebookClient(node, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    shown = {
        cell.metadata.get("nbgrader", {}).get("grade_id", ""): cell.get("outputs") for cell in node.cells
    }
    (by_hand,) = shown["test_double_by_hand"]
    assert by_hand["output_type"] == "display_data"
    assert by_hand["data"]["text/plain"].split() == ["✓", "1/1", "double", "doubles", "small", "numbers"]
    (scaler,) = shown["test_scaler"]
    assert "not written yet: Scaler multiplies" in scaler["data"]["text/plain"]
    assert "not written yet" in scaler["data"]["text/html"]
    assert shown["test_double_any"] == []
    hints = node.cells[-1].outputs[0]["data"]["text/html"]
    assert hints.count("<details") == 3 and "Use &lt;plus&gt;." in hints


def test_nbgrader_validates_the_instructors_version_and_a_learners(
    released: Course, home: Path, tmp_path: Path
) -> None:
    done = run("nbgrader", "validate", "source/ex01/ex01.ipynb", cwd=released.root, home=home)
    assert "Success! Your notebook passes all the tests." in done.stdout
    shutil.copytree(released.root / "release/ex01", tmp_path / "ex01")
    done = run("nbgrader", "validate", "ex01/ex01.ipynb", cwd=tmp_path, home=home)
    assert "VALIDATION FAILED ON 2 CELL(S)" in done.stdout
    assert "double is not written yet" in done.stdout and "check.py" not in done.stdout
