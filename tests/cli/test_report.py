"""`grade report`: a page of what the last checks found."""

from __future__ import annotations

import json
import webbrowser
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ended
from tests.cli.course_files import stub
from tests.cli.fake_grader import FakeGrader

Grade = Callable[..., Ended]


def check(course: Path, grade: Grade) -> None:
    (course / "exercises/ex01_double.py").write_text(stub("double", "return x  # half"))
    grade("check", "ex01")


def test_the_page_shows_the_last_check(course: Path, grader: FakeGrader, grade: Grade) -> None:
    check(course, grade)
    assert grade("report") == Ended(0, "The page is in results/report.html.\n", "")
    page = (course / "results/report.html").read_text(encoding="utf-8")
    assert "<strong>4</strong> of 20 points" in page
    assert "takes a matrix" in page and "é &lt; [0]" in page
    assert "edited since" not in page
    assert "Halving [of x]" in page, "what was not checked is in the list all the same"


def test_one_exercise_has_a_page_of_its_own(course: Path, grader: FakeGrader, grade: Grade) -> None:
    check(course, grade)
    (course / "exercises/ex01_double.py").write_text(stub("double", "return 2 * x"))
    assert grade("report", "double").out == "The page is in results/ex01.html.\n"
    page = (course / "results/ex01.html").read_text(encoding="utf-8")
    assert "Halving" not in page
    assert "edited since" in page


def test_what_was_never_checked_has_no_page(course: Path, grade: Grade) -> None:
    assert grade("report", "ex02") == Ended(
        2,
        "",
        "grade: ex02 has not been checked yet, so there is nothing to report. First run: grade check ex02\n",
    )
    assert grade("report").code == 0, "the whole course has one from the beginning"


def test_the_page_goes_where_it_is_wanted(
    course: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: bool(opened.append(address)))
    ended = grade("report", "--out", "pages/mine.html", "--open")
    assert ended.out == "The page is in pages/mine.html.\n"
    address = (course / "pages/mine.html").as_uri()
    assert ended.err == f"No browser could be opened here. Give this address to yours:\n  {address}\n"
    assert opened == [address]


def test_a_page_that_cannot_be_written(course: Path, grade: Grade) -> None:
    ended = grade("report", "--out", "course.toml/page.html")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.startswith("grade: the page was not written: ")


def test_the_kept_report_holds_nothing_for_the_instructor(
    course: Path, grader: FakeGrader, grade: Grade
) -> None:
    check(course, grade)
    kept = json.loads((course / ".torchgrade/reports/ex01.json").read_text())
    assert {test["details"] + test["output"] for test in kept["tests"]} == {""}


@pytest.mark.parametrize("broken", ["{", '{"format": 1}', None])
def test_without_the_kept_report_points_remain(
    course: Path, grader: FakeGrader, grade: Grade, broken: str | None
) -> None:
    check(course, grade)
    kept = course / ".torchgrade/reports/ex01.json"
    kept.unlink() if broken is None else kept.write_text(broken)
    assert grade("report").code == 0
    page = (course / "results/report.html").read_text(encoding="utf-8")
    assert "What the tests said is not kept any more." in page
    assert "<strong>4</strong> of 20 points" in page
