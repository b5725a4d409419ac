"""A class of any size: the command keeps a row of each report, and reads the report again where it is wanted."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.batch.plan import Choice
from autograder.batch.results import Results
from autograder.batch.run import ClassOutcome, ClassRun, grade_class
from autograder.course import Course
from autograder.errors import HostError
from autograder.gradebook import models  # noqa: F401  # see `_whole_reports`
from autograder.report import Report
from tests.batch.made_up import MadeUp
from tests.tiny import make_course

SIZE = 40
IN_HAND = 2  # a report, and the copy of it that is made for somebody with an equal file


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course, and a class beside it of which no two files are equal."""
    for number in range(SIZE):
        (tmp_path / "class" / f"l{number:02}").mkdir(parents=True)
        (tmp_path / "class" / f"l{number:02}" / "ex01_double.py").write_text(f"# {number}\n")
    return make_course(tmp_path / "course")


@pytest.fixture
def census(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The whole reports in memory, at each step of a run and when its table is written."""
    gc.collect()
    before, counts = _whole_reports(), list[int]()

    def counting(work: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **keywords: Any) -> Any:
            counts.append(_whole_reports() - before)
            return work(*arguments, **keywords)

        return counted

    monkeypatch.setattr(Results, "write_table", counting(Results.write_table))
    monkeypatch.setattr(ClassRun, "_finish", counting(ClassRun._finish))
    return counts


def _whole_reports() -> int:
    """Count them. No other thread may be importing meanwhile, and nbgrader is imported by one: the census holds
    objects that are still being made, which Python does not expect.
    """
    return sum(type(one) is Report for one in gc.get_objects())


def grade(course: Course, **how: Any) -> ClassOutcome:
    folder = course.root.parent
    return grade_class(course, folder / "class", folder / "out", place=MadeUp(), **how)


def test_reports_that_are_written_are_not_kept(course: Course, census: list[int]) -> None:
    assert len(grade(course).rows) == SIZE
    assert len(census) == SIZE + 1 and 0 < max(census) <= IN_HAND


def test_reports_that_are_taken_over_are_not_kept(course: Course, census: list[int]) -> None:
    grade(course)
    census.clear()
    again = grade(course)
    assert again.notes == (f"{SIZE} of {SIZE}: already graded, and unchanged since.",)
    assert len(census) == SIZE + 1 and max(census) <= IN_HAND


def test_reports_of_learners_who_are_not_graded_now_are_not_kept(course: Course, census: list[int]) -> None:
    """They have a row in the table all the same."""
    grade(course)
    census.clear()
    (course.root.parent / "class/l07/ex01_double.py").write_text("# better\n")
    outcome = grade(course, choice=Choice(learners=("l07",)))
    assert outcome.csv.read_text().count("\n") == SIZE + 1
    assert len(census) == 2 and max(census) <= IN_HAND


def test_reports_come_back_from_their_files_in_the_order_of_rows(course: Course) -> None:
    outcome = grade(course)
    found = list(outcome.reports())
    assert [one.learner for one in found] == [row.learner for row in outcome.rows]
    assert all(len(one.tests[0].message) == 1000 for one in found)


def test_another_report_in_the_same_place_is_not_taken_for_it(course: Course) -> None:
    outcome = grade(course)
    (outcome.out / "l00/ex01.json").write_bytes((outcome.out / "l02/ex01.json").read_bytes())
    (outcome.out / "l01/ex01.json").unlink()
    for row in outcome.rows[:2]:
        with pytest.raises(HostError, match=f"report of {row.learner} for ex01 was changed or removed"):
            Results(outcome.out).report(row)
