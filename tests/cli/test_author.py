"""`grade author` says what it did and found, and its exit code says whether all is well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.authoring.rows import Check, Row
from autograder.cli import author
from autograder.cli.main import run

SOLUTION = '''"""Doubling."""


def double(x: int) -> int:
    """Return twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
'''

COURSE = """[course]
id = "tiny"
title = "Tiny"

[[exercises]]
id = "ex01"
title = "Double"
module = "ex01_double"
points = 10
"""

HOLDS = Row(exercise="ex01", check=Check.SOLUTION, subject="solution", ok=True, message="10 of 10 points")
DOES_NOT = Row(exercise="ex01", check=Check.STUB, subject="stub", ok=False, message="scores [1] point")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "course.toml").write_text(COURSE)
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "ex01_double.py").write_text(SOLUTION)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def test_build_writes_stubs_and_check_only_looks(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stub = course / "exercises" / "ex01_double.py"

    assert run(["author", "build", "--check"]) == 1
    assert "exercises/ex01_double.py is missing; run `grade author build ex01`" in capsys.readouterr().out
    assert not stub.exists()

    assert run(["author", "build", "ex01"]) == 0
    assert (
        "exercises/ex01_double.py was written: 7 lines new, 0 gone, from line 1 on" in capsys.readouterr().out
    )
    assert 'raise NotImplementedError("double is not written yet")' in stub.read_text()

    assert run(["author", "build", "--check"]) == 0
    assert "exercises/ex01_double.py is current" in capsys.readouterr().out

    stub.write_text(stub.read_text() + "x = 1\n")
    assert run(["author", "build", "--check"]) == 1
    assert (
        "exercises/ex01_double.py is stale: 0 lines are missing and 1 too many, from line 8 on; "
        "run `grade author build ex01`"
    ) in capsys.readouterr().out


def test_build_prints_one_json_object(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["author", "build", "--json"]) == 0
    (stub,) = json.loads(capsys.readouterr().out)["stubs"]
    assert (stub["exercise"], stub["path"], stub["state"]) == ("ex01", "exercises/ex01_double.py", "written")


def test_a_broken_solution_is_one_line_and_usage_code(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "solutions" / "ex01_double.py").write_text(SOLUTION.replace("    ### END SOLUTION\n", ""))
    assert run(["author", "build"]) == 2
    assert capsys.readouterr().err == (
        'grade: solutions/ex01_double.py:6: "### BEGIN SOLUTION" is never closed; '
        'put "### END SOLUTION" below what learners write\n'
    )


@pytest.mark.parametrize(("rows", "code"), [([HOLDS], 0), ([HOLDS, DOES_NOT], 1)])
def test_verify_exits_with_0_only_if_all_holds(
    rows: list[Row],
    code: int,
    course: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[tuple[list[str], int, str]] = []

    def verified(_course, chosen, *, repeat, sandbox):
        asked.append(([exercise.id for exercise in chosen], repeat, sandbox))
        return rows

    monkeypatch.setattr(author, "verified", verified)
    assert run(["author", "verify", "1", "--repeat", "2", "--json"]) == code
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is (code == 0)
    assert [check["message"] for check in found["checks"]] == [row.message for row in rows]
    assert asked == [(["ex01"], 2, "auto")]


def test_verify_prints_what_does_not_hold_and_all_when_asked(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(author, "verified", lambda *args, **options: [HOLDS, DOES_NOT])
    assert run(["author", "verify"]) == 1
    short = capsys.readouterr().out
    assert [line.strip().lstrip("✗x ") for line in short.splitlines()] == [
        "ex01: 1 of 2 checks do not hold",
        "stub, stub: scores [1] point",
        "1 of 2 checks do not hold.",
    ]
    assert run(["author", "verify", "--verbose"]) == 1
    assert "solution, solution: 10 of 10 points" in capsys.readouterr().out


@pytest.mark.parametrize("command", [[], ["build"], ["verify"]])
def test_help_shows_an_example(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["author", *command, "--help"]) == 0
    assert "Example: grade author" in capsys.readouterr().out
