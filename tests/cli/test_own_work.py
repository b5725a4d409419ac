"""What learners have changed, how to begin anew, and the reference once they are done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.cli import own_work
from tests.cli.conftest import Ended
from tests.cli.fake_grader import FakeGrader

SOLUTION = '''"""Doubling."""


def double(x):
    """Return twice x."""
    ### BEGIN SOLUTION
    return _sum(x, x)
    ### END SOLUTION


### BEGIN SOLUTION
def _sum(a, b):
    return a + b


### END SOLUTION
'''
AT_FIRST = '''# Check your work: grade check ex01    Stuck? Take a hint: grade hint ex01
"""Doubling."""


def double(x):
    """Return twice x."""
    raise NotImplementedError("double is not written yet")
'''
MINE = AT_FIRST.replace('raise NotImplementedError("double is not written yet")', "return 2 * x")

Grade = Callable[..., Ended]


@pytest.fixture
def work(course: Path) -> Path:
    """The learner's file, as it was at first."""
    (course / "solutions" / "ex01_double.py").write_text(SOLUTION)
    path = course / "exercises" / "ex01_double.py"
    path.write_text(AT_FIRST)
    return path


def test_the_difference_to_the_stub(grade: Grade, work: Path) -> None:
    assert grade("diff", "ex01").out == "exercises/ex01_double.py is as you got it.\n"
    work.write_text(MINE)
    lines = grade("diff", "ex01").out.splitlines()
    assert lines[:2] == ["--- exercises/ex01_double.py at first", "+++ exercises/ex01_double.py now"]
    assert '-    raise NotImplementedError("double is not written yet")' in lines
    assert "+    return 2 * x" in lines


def test_the_difference_shows_escapes_as_text(grade: Grade, work: Path) -> None:
    work.write_text(MINE + "# \x1b[31m [bold]\u202e\n")
    out = grade("diff", "ex01").out
    assert "\x1b" not in out and "\u202e" not in out and "[bold]" in out


def test_a_difference_is_one_of_text(grade: Grade, work: Path) -> None:
    work.write_bytes(b"\xef\xbb\xbf" + AT_FIRST.replace("\n", "\r\n").encode())
    assert grade("diff", "ex01").out == "exercises/ex01_double.py is as you got it.\n", "editors do that"
    work.write_bytes(b"\xff" * 1_000)
    ended = grade("diff", "ex01")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith("save it again as UTF-8. `grade reset ex01` begins anew, and keeps a copy.\n")
    work.unlink()
    for command in ("diff", "show"):
        ended = grade(command, "ex01")
        assert ended.err == (
            "grade: exercises/ex01_double.py is missing. `grade reset ex01` brings it back.\n"
        )


def test_reset_keeps_a_copy(grade: Grade, work: Path) -> None:
    for number in (1, 2):
        work.write_text(f"{MINE}# {number}\n")
        ended = grade("reset", "ex01", "--yes")
        assert ended.code == 0
        assert work.read_text() == AT_FIRST
        copies = sorted((work.parent.parent / ".torchgrade" / "backups").iterdir())
        assert [copy.read_text() for copy in copies][-1] == f"{MINE}# {number}\n"
        assert len(copies) == number
        assert ended.out.endswith(f"What you had is kept as\n  .torchgrade/backups/{copies[-1].name}\n")


def test_reset_asks_first(grade: Grade, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work.write_text(MINE)
    ended = grade("reset", "ex01")
    assert (ended.code, work.read_text()) == (2, MINE)
    assert "Say --yes: nobody can answer here." in ended.err
    monkeypatch.setattr(own_work, "_confirmed", lambda question: False)
    assert grade("reset", "ex01") == Ended(1, "Nothing was changed.\n", "")
    assert work.read_text() == MINE


def test_reset_brings_back_a_file_that_was_deleted(grade: Grade, work: Path) -> None:
    work.unlink()
    assert grade("reset", "ex01", "-y").code == 0
    assert work.read_text() == AT_FIRST


def test_reset_of_an_untouched_file_does_nothing(grade: Grade, work: Path) -> None:
    assert (
        grade("reset", "ex01").out
        == "exercises/ex01_double.py is as you got it: there is nothing to reset.\n"
    )
    assert not (work.parent.parent / ".torchgrade").exists()


def test_a_reset_that_cannot_be_written_loses_nothing(grade: Grade, work: Path) -> None:
    work.write_text(MINE)
    (work.parent.parent / ".torchgrade").write_text("in the way")
    ended = grade("reset", "ex01", "--yes")
    assert (ended.code, work.read_text()) == (3, MINE)
    assert "was not reset" in ended.err


def test_the_solution_is_for_afterwards(grade: Grade, work: Path, grader: FakeGrader) -> None:
    def refused() -> str:
        ended = grade("show", "ex01")
        assert (ended.code, ended.out) == (2, "")
        return ended.err

    work.write_text(MINE.replace("2 * x", "half"))
    assert "ex01 has not been checked yet" in refused()
    grade("check", "ex01")
    assert "ex01 has 4 of 10 points" in refused()
    work.write_text(MINE)
    assert "ex01 was edited since it was checked" in refused()
    grade("check", "ex01")
    ended = grade("show", "ex01")
    assert ended.code == 0
    assert [line.strip() for line in ended.out.splitlines() if line.strip()] == [
        *("double", "yours", "def double(x):", "return 2 * x"),
        *("the reference", "def double(x):", "return _sum(x, x)"),
    ]


def test_the_two_stand_side_by_side_where_there_is_room(
    grade: Grade, work: Path, grader: FakeGrader, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.write_text(MINE)
    grade("check", "ex01")
    monkeypatch.setenv("COLUMNS", "130")
    assert any(
        "return 2 * x" in line and "return _sum(x, x)" in line
        for line in grade("show", "ex01").out.splitlines()
    )


def test_what_is_the_same_is_shown_once(grade: Grade, work: Path, grader: FakeGrader) -> None:
    work.write_text(MINE.replace("2 * x", "_sum(x, x)"))
    grade("check", "ex01")
    assert [line.strip() for line in grade("show", "ex01").out.splitlines() if line.strip()] == [
        *("double", "yours, and the reference is the same", "def double(x):", "return _sum(x, x)"),
    ]


def test_show_as_json(grade: Grade, work: Path, grader: FakeGrader) -> None:
    work.write_text(MINE)
    grade("check", "ex01")
    shown = json.loads(grade("show", "ex01", "--json").out)
    assert shown["yours"] == MINE and "BEGIN SOLUTION" not in shown["reference"]


def test_a_course_without_solutions_says_so(grade: Grade, work: Path, grader: FakeGrader) -> None:
    work.write_text(MINE)
    (work.parent.parent / "solutions" / "ex01_double.py").unlink()
    for command in ("diff", "reset"):
        ended = grade(command, "ex01")
        assert ended.code == 2
        assert "What ex01 looked like at first cannot be known here" in ended.err
    assert work.read_text() == MINE
