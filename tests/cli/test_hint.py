"""`grade hint` goes one level deeper each time, and remembers how far it went."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.cli import progress
from autograder.course import load
from tests.cli.conftest import Ended
from tests.cli.course_files import stub
from tests.render.samples import report, result

HINTS = """# ex01 Doubling

## double

### Hint 1

Think of a *sum*.

### Hint 2

Both terms are `x`.

## other_way(x)

### Hint 1

Shift.
"""

Grade = Callable[..., Ended]


@pytest.fixture(autouse=True)
def hints(course: Path) -> Path:
    path = course / "exercises" / "hints" / "ex01.md"
    path.write_text(HINTS)
    return path


def words(ended: Ended) -> list[str]:
    assert ended.code == 0, ended.err
    return [line.strip() for line in ended.out.splitlines() if line.strip()]


def test_each_time_one_level_deeper(grade: Grade) -> None:
    assert words(grade("hint", "ex01")) == [
        "ex01 double, hint 1 of 2",
        "Think of a sum.",
        "Ask again for the next one; it says more.",
    ]
    last = [
        "ex01 double, hint 2 of 2",
        "Both terms are x.",
        "That is the last hint. For another function: grade hint ex01 NAME",
    ]
    assert words(grade("hint", "ex01")) == last
    assert words(grade("hint", "ex01")) == last


def test_again_shows_all_that_were_taken_and_takes_none(grade: Grade) -> None:
    assert words(grade("hint", "1", "--again")) == ["ex01 double: you have had no hint yet."]
    grade("hint", "1")
    assert words(grade("hint", "1", "--again"))[0] == "ex01 double, hint 1 of 2"
    grade("hint", "1")
    shown = words(grade("hint", "1", "--again"))
    assert shown == [
        *("ex01 double, hint 1 of 2", "Think of a sum."),
        *(
            "ex01 double, hint 2 of 2",
            "Both terms are x.",
            "That is the last hint. For another function: grade hint ex01 NAME",
        ),
    ]


def test_what_failed_comes_before_what_is_not_written(course: Path, grade: Grade) -> None:
    """It is the function of the first ✗, of which `grade check` says to mend it."""
    failed = result("other_way goes back", "failed")
    for waiting in ([], [result("double doubles", "not_started")]):
        progress.keep(load(course / "course.toml"), report(*waiting, failed, exercise="ex01"))
        assert words(grade("hint", "ex01"))[0] == "ex01 other_way, hint 1 of 1"
    stopped = [result(f"{name} is there", "error", message="no import") for name in ("other_way", "double")]
    progress.keep(load(course / "course.toml"), report(*stopped, exercise="ex01"))
    assert words(grade("hint", "ex01"))[0] == "ex01 double, hint 1 of 2", "no test has run"


def test_without_a_name_what_failed_last_is_meant(course: Path, grade: Grade) -> None:
    """In `grade watch` a key asks, and nobody can give a name."""
    (course / "exercises/ex01_double.py").write_text(stub("double", "return x"))
    assert grade("hint", "ex01").code == 2
    passed = result("double doubles")
    failed = result("what other_way gives is an int", "failed")
    progress.keep(load(course / "course.toml"), report(passed, failed, exercise="ex01"))
    assert words(grade("hint", "ex01"))[0] == "ex01 other_way, hint 1 of 1"
    progress.keep(load(course / "course.toml"), report(passed, exercise="ex01"))
    assert "Say which function you want a hint for" in grade("hint", "ex01").err


@pytest.mark.parametrize("name", ["other_way", "OtherWay", "other"])
def test_a_function_may_be_named_about_right(grade: Grade, name: str) -> None:
    assert words(grade("hint", "ex01", name))[0] == "ex01 other_way, hint 1 of 1"


def test_each_function_is_counted_for_itself(grade: Grade, course: Path) -> None:
    for arguments in (["double"], ["double"], ["other_way"]):
        grade("hint", "ex01", *arguments)
    kept = json.loads((course / ".torchgrade" / "hints.json").read_text())
    assert kept == {"format": 1, "taken": {"ex01": {"double": 2, "other_way": 1}}}


@pytest.mark.parametrize(
    "content", ["", "{", '{"format": 2}', '{"format": 1, "taken": {"ex01": {"double": -7}}}']
)
def test_a_damaged_count_begins_anew(grade: Grade, course: Path, content: str) -> None:
    (course / ".torchgrade").mkdir()
    (course / ".torchgrade" / "hints.json").write_text(content)
    assert words(grade("hint", "ex01"))[0] == "ex01 double, hint 1 of 2"


def test_json(grade: Grade) -> None:
    wanted = {"exercise": "ex01", "function": "double", "hints": ["Think of a *sum*."], "taken": 1, "of": 2}
    assert json.loads(grade("hint", "ex01", "--json").out) == wanted


def test_when_all_is_written_a_function_must_be_named(grade: Grade, course: Path) -> None:
    (course / "exercises" / "ex01_double.py").write_text("def double(x):\n    return x\n")
    ended = grade("hint", "ex01")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "grade: Everything in ex01 is written. Say which function you want a hint for: double, other_way. "
        "Example: grade hint ex01 double\n"
    )


def test_an_unknown_function_gets_a_suggestion(grade: Grade) -> None:
    ended = grade("hint", "ex01", "dubble")
    assert ended.code == 2
    assert ended.err == (
        "grade: ex01 has no hints for 'dubble'. Did you mean double? There are hints for double, other_way.\n"
    )


@pytest.mark.parametrize("content", [b"", b"# Nothing\n", b"## double\n\n### Hint 1\n\n", b"\xff\xfe"])
def test_a_course_without_hints_says_so(grade: Grade, hints: Path, content: bytes) -> None:
    hints.write_bytes(content)
    ended = grade("hint", "ex01")
    assert ended.code == 2
    assert ended.err.startswith("grade: exercises/hints/ex01.md: ")
    assert ended.err.count("\n") == 1
