"""What instructors read when something is missing: a sentence and the next step, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.cli.main import run
from tests.notebooks.figures import make_course


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("release", "name the exercises to release, such as ex03, or say --all"),
        ("release ex09", "there is no exercise"),
        ("collect", "name the exercise to collect"),
        ("collect ex01", "ex01 has not been released as a notebook"),
        ("all --from-nbgrader", "holds no notebooks for ex01. Collect them first: grade collect ex01"),
        ("all --from-nbgrader ex01", "holds no notebooks for ex01."),
        ("all --from-nbgrader ex07", "there is no exercise"),
        ("feedback", "name the exercise to give feedback on"),
        ("feedback ex01", "no notebook of ex01 has been graded"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(
    command: str, message: str, root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = {path for path in root.rglob("*") if "__pycache__" not in path.parts}
    assert run(command.split()) == 2
    out, err = capfd.readouterr()
    assert message.lower() in err.lower() and "Traceback" not in out + err
    assert {path for path in root.rglob("*") if "__pycache__" not in path.parts} == before


def test_a_notebook_that_was_handed_in_but_never_released(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (root / "submitted/ada/ex01").mkdir(parents=True)
    (root / "submitted/ada/ex01/ex01.ipynb").write_text("{}")
    assert run(["all", "--from-nbgrader"]) == 2
    assert "Make the assignment of ex01 first: grade release ex01" in capfd.readouterr().err
    assert not (root / "results").exists()


def test_init_writes_the_settings_and_keeps_those_that_are_there(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["release", "--init"]) == 0
    assert "wrote nbgrader_config.py" in capfd.readouterr().out
    (root / "nbgrader_config.py").write_text("# mine\n")
    assert run(["release", "--init"]) == 0
    assert (root / "nbgrader_config.py").read_text() == "# mine\n"


def test_settings_of_another_course_are_refused(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'other'\n")
    assert run(["release", "ex01"]) == 3
    assert "nbgrader_config.py is about another course than course.toml" in capfd.readouterr().err
    assert not (root / "source").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a notebook: its content is not JSON"),
        (b"\xff\xfe", "is not a notebook: its content is not JSON"),
        (b"[" * 100_000, "is not a notebook: its content is not JSON"),
        (b"[1]", "is not a notebook of format 4"),
        (b'{"cells": 3}', "is not a notebook of format 4"),
        (b'{"worksheets": []}', "is not a notebook of format 4"),
    ],
)
def test_what_is_no_notebook_is_a_module_that_says_so(content: bytes, message: str, tmp_path: Path) -> None:
    from autograder.notebooks.submitted import module_in, outline_of

    course = make_course(tmp_path)
    path = tmp_path / "ex01.ipynb"
    path.write_bytes(content)
    files, _ = module_in(path, course.exercises[0], outline_of(course, course.exercises[0]))
    with pytest.raises(ImportError, match=message):
        exec(files.source, {})
    assert str(tmp_path) not in files.source.decode()
