"""An exercise as an assignment: valid for nbgrader, complete for learners, silent about the rest."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from autograder.course import Course, load
from autograder.errors import HostError, InternalError
from autograder.gradebook import open_gradebook
from autograder.grading import suites
from autograder.notebooks import assignment, documents, layout, release
from autograder.notebooks.public import public_part
from autograder.notebooks.settings import ensure_config, read_config
from autograder.notebooks.submitted import outline, outline_of
from autograder.report import Report, Status, TestResult
from tests.notebooks.figures import grade_id, make_course


@pytest.fixture(scope="module")
def notebook(released: Course) -> dict[str, Any]:
    return documents.read(released.root / "release/ex01/ex01.ipynb")


def sources(notebook: dict[str, Any]) -> dict[str, str]:
    return {grade_id(cell): documents.source(cell) for cell in notebook["cells"]}


def test_each_function_has_its_text_its_cell_and_its_tests(notebook: dict[str, Any]) -> None:
    assert [grade_id(cell) for cell in notebook["cells"]] == [
        *("introduction", "setup"),
        *("about-double", "double", "test_double_by_hand", "test_double_any", "test_double_as_solution"),
        *("about-Scaler", "Scaler", "test_scaler"),
        *("about-the-whole", "test_untouched"),
    ]


def test_learners_find_stubs_and_the_constants_of_the_exercise(notebook: dict[str, Any]) -> None:
    cells = sources(notebook)
    assert 'raise NotImplementedError("double is not written yet")' in cells["double"]
    assert cells["double"].count('"""') == 2 and "Args" not in cells["double"]
    assert "**Arguments**\n\n- `x`: any tensor." in cells["about-double"]
    assert "SCALE = 3" in cells["setup"] and "check.start()" in cells["setup"]
    # A helper that is private to the solution leaves nothing behind, not even a statement that raises.
    assert cells["Scaler"].count("NotImplementedError") == 2
    assert cells["double"].startswith("def double(x: Tensor)")
    assert "_added_to_itself" not in str(notebook)


def test_public_tests_can_be_run_and_hidden_ones_only_be_read_about(notebook: dict[str, Any]) -> None:
    cells = sources(notebook)
    assert (
        cells["test_double_by_hand"]
        == '# double doubles small numbers (1 point)\ncheck("test_double_by_hand")'
    )
    assert cells["test_double_any"] == (
        "# double doubles any numbers (2 points)\n# hidden: runs when you have handed in"
    )
    assert "check(" not in cells["test_double_as_solution"]


def test_no_line_of_the_solution_or_of_a_hidden_test_is_released(released: Course) -> None:
    folder = released.root / "release" / "ex01"
    text = "".join(
        path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file()
    )
    assert "check_each" in text  # what a public test needs is there
    for secret in ("remembered_factor", "torch.add", "secret_of_this_test", "hidden_numbers", "reference."):
        assert secret not in text, secret
    assert "def twice_by_a_formula(*_):" in text  # its answers are data


def test_a_release_that_would_show_a_hidden_line_is_taken_back(tmp_path: Path) -> None:
    """Whatever the reason: here somebody keeps the solution beside the notebook."""
    course = make_course(tmp_path)
    ensure_config(course)
    (tmp_path / "source/ex01").mkdir(parents=True)
    shutil.copy(course.exercises[0].solution, tmp_path / "source/ex01/notes.py")
    with pytest.raises(InternalError, match=r"notes.py: "):
        release.release(course, course.exercises)
    assert not (tmp_path / "release/ex01").exists()
    assert not (tmp_path / "exchange").exists()


def test_a_public_test_that_the_solution_does_not_pass_stops_the_release(tmp_path: Path) -> None:
    """As learners get it: here its answer depends on the secret, which the release does not use."""
    course = make_course(tmp_path)
    suite = course.exercises[0].suite
    suite.write_text(suite.read_text().replace("[1.0, 2.0, rng", "[1.0] * len(vars(reference)) + [rng"))
    with pytest.raises(InternalError, match="does not pass the public test test_double_by_hand as learners"):
        release.release(course, course.exercises)
    assert not (tmp_path / "source").exists()


def test_the_instructors_notebook_has_everything_between_marks(released: Course) -> None:
    cells = sources(documents.read(layout.master(released, "ex01")))
    assert "### BEGIN SOLUTION\n    return _added_to_itself(x)\n    ### END SOLUTION" in cells["double"]
    assert cells["test_double_any"].endswith(
        '### BEGIN HIDDEN TESTS\ncheck("test_double_any")\n### END HIDDEN TESTS'
    )


def test_the_exchange_holds_what_was_released(released: Course) -> None:
    outbound = released.root / "exchange/figures/outbound/ex01"
    assert (outbound / "ex01.ipynb").is_file() and (outbound / "checks/course.toml").is_file()


def test_beside_the_notebook_lies_a_course_of_its_public_tests(released: Course) -> None:
    course = load(released.root / "release/ex01/checks/course.toml", check_files=False)
    (exercise,) = course.exercises
    assert set(suites.tests(exercise)) == {"test_double_by_hand", "test_scaler"}
    assert exercise.points == 2 and exercise.limits.seconds == 5


def test_releasing_again_changes_nothing(released: Course) -> None:
    files = [path for path in (released.root / "release").rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in files}
    release.release(released, released.exercises)
    assert {path: path.read_bytes() for path in files} == before


def test_an_assignment_with_submissions_keeps_its_cells(tmp_path: Path) -> None:
    """nbgrader refuses, and says so in one line here."""
    course = make_course(tmp_path)
    ensure_config(course)
    release.release(course, course.exercises)
    tests = [
        TestResult(id=name, title="", public=True, points=worth.points, score=0, status=Status.FAILED)
        for name, worth in suites.tests(course.exercises[0]).items()
    ]
    with open_gradebook(course) as gradebook:
        gradebook.record([Report(exercise="ex01", learner="ada", score=0, max_score=6, tests=tuple(tests))])
    suite = course.exercises[0].suite
    suite.write_text(suite.read_text().replace("def test_untouched", "def test_another"))
    with pytest.raises(HostError, match="there are submissions in the gradebook"):
        release.release(course, course.exercises)


def test_a_config_that_cannot_be_run_is_named(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config(\n")
    assert ensure_config(course) is None
    with pytest.raises(HostError, match=r"nbgrader_config\.py cannot be used: SyntaxError"):
        read_config(course)


def test_every_exercise_of_the_course_makes_a_valid_assignment(repository: Path) -> None:
    course = load(repository / "course.toml")
    for exercise in course.exercises:
        tests = suites.tests(exercise)
        part = public_part(exercise, tests)
        made = assignment.notebook(exercise, exercise.solution.read_text(), tests, part.tests)
        node: Any = nbformat.from_dict(made)
        nbformat.validate(node)
        MetadataValidator().validate_nb(node)
        graded = {
            grade_id(cell) for cell in made["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")
        }
        assert graded == set(tests)
        stub = outline(exercise.stub.read_text())
        assert {name for name in stub.names if name in {grade_id(cell) for cell in made["cells"]}} == {
            part.name for part in assignment.take_apart(exercise.solution.read_text(), "solution").parts
        }
        assert outline_of(course, exercise) == stub
        assert not release.secret_lines(exercise, part, tests) & set(part.suite.splitlines())
