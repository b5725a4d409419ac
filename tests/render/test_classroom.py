"""A class on a terminal."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from autograder.batch.run import ClassOutcome
from autograder.render.classroom import progress, show_arrival, show_class, show_places
from autograder.report import Report
from tests.render.samples import Paper, report, result, row, step

LEARNERS = ("alice", "bob the builder of Übergrößenträgern", "c")


def one(learner: str, exercise: str, status: str, part: str = "passed") -> Report:
    return report(result("a", part, 7.5), result("b", status, 2.5), learner=learner, exercise=exercise)


CLASS = (
    one("alice", "ex03", "passed"),
    one("alice", "ex10", "failed"),
    one("alice", "ex13", "error", "error"),
    one(LEARNERS[1], "ex03", "timeout", "timeout"),
    one(LEARNERS[1], "ex10", "crashed", "crashed"),
    one("c", "ex03", "not_started", "not_started"),
    one("c", "ex10", "failed", "failed"),
)


def shown(reports: tuple[Report, ...], width: int = 80, encoding: str = "utf-8") -> str:
    paper = Paper(width, encoding=encoding)
    show_class(list(map(row, reports)), paper)
    return paper.text


def test_scores_and_states_by_learner_and_exercise() -> None:
    assert (
        shown(CLASS)
        == """\
learner                    ex03   ex10   ex13  total
alice                       10✓   7.5      0!  17.5
bob the builder of Üb...     0T     0C            0
c                            -      0             0

✓ full marks   ! raised an error   T took too long   C crashed   - not started
"""
    )


def test_too_many_exercises_for_one_table_make_several() -> None:
    text = shown(CLASS, 48)
    assert (
        text
        == """\
learner                    ex03   ex10   ex13
alice                       10✓   7.5      0!
bob the builder of Üb...     0T     0C
c                            -      0

learner                   total
alice                     17.5
bob the builder of Üb...     0
c                            0

✓ full marks
! raised an error
T took too long
C crashed
- not started
"""
    )


@pytest.mark.parametrize("width", [40, 60, 80, 132])
def test_eighteen_exercises_fit_every_width(width: int) -> None:
    reports = tuple(
        one(learner, f"ex{number:02}", "passed") for learner in LEARNERS for number in range(1, 19)
    )
    lines = shown(reports, width).splitlines()
    assert max(map(len, lines)) <= width
    assert sum(line.count("10✓") for line in lines) == 54
    assert sum(line.endswith(" 180") for line in lines) == 3


def test_the_table_can_be_ascii() -> None:
    assert (
        shown(CLASS[:1], encoding="ascii") == "learner   ex03  total\nalice      10*    10\n\n* full marks\n"
    )


def test_a_class_without_reports() -> None:
    assert shown(()) == "Nothing was graded.\n"


def test_learners_choose_no_layout() -> None:
    """A folder's name cannot break the table, colour it or reorder it."""
    text = shown((one("[red]a\x1b[31m\n\u202eb", "ex03", "passed"),))
    assert text.splitlines()[1] == "[red]a\\x1b[31m\\n\\u202eb    10✓    10"


def test_where_the_results_are() -> None:
    paper = Paper()
    outcome = ClassOutcome(
        rows=tuple(map(row, CLASS)),
        out=Path("/course/results"),
        csv=Path("/course/results/grades.csv"),
        gradebook="sqlite:////course/gradebook.db",
        notes=("x is a symbolic link and was passed over.",),
    )
    show_places(outcome, paper, lambda path: str(path.relative_to("/course")))
    assert (
        paper.text
        == """\
x is a symbolic link and was passed over.
results:   results
scores:    results/grades.csv
gradebook: sqlite:////course/gradebook.db
"""
    )


def test_progress_off_a_terminal_is_a_line_a_report() -> None:
    paper = Paper(30)
    with progress(paper) as tell:
        tell(step(CLASS[0], 1, 2))
        tell(step(None, 1, 2))
        tell(step(CLASS[3], 2, 2))
    assert paper.text == "1/2 alice ex03 10/10 passed\n2/2 bob the builder of Üb... ex03 0/10 timeout\n"


def frames(paper: Paper) -> list[str]:
    """What was drawn, picture after picture, without the colours."""
    pictures = re.split(r"\r(?:\x1b\[2K|\x1b\[1A)*", paper.text)
    plain = (re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", picture).strip("\n") for picture in pictures)
    return list(dict.fromkeys(picture for picture in plain if picture))


def test_progress_on_a_terminal_is_a_table_that_goes_away() -> None:
    paper = Paper(60, colour=True)
    with progress(paper) as tell:
        tell(step(CLASS[0], 5, 540))
        tell(step(None, 270, 540, running=8, failed=1, a_second=4.06, seconds_left=66.4))
    starting, first, second, *_ = frames(paper)
    assert starting == "Starting the graders ..."
    assert (
        first
        == f"""\
done         running   failed   a second   time left
5 of 540     2         0        -          -
{"░" * 56}
alice ex03 10/10"""
    )
    assert (
        second
        == f"""\
done         running   failed   a second   time left
270 of 540   8         1        4.1        1:06
{"█" * 28}{"░" * 28}
alice ex03 10/10"""
    )
    assert re.search(r"(\x1b\[1A\x1b\[2K){3}$", paper.text), "and the lines are cleared in the end"


@pytest.mark.parametrize("width", [20, 40, 60, 132])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_table_of_progress_breaks_no_line(width: int, encoding: str) -> None:
    paper = Paper(width, colour=True, encoding=encoding)
    paper.no_color = True
    with progress(paper) as tell:
        tell(step(CLASS[1], 1999, 2000, running=64, failed=20, a_second=123.4, seconds_left=7325))
    shown = frames(paper)[1].splitlines()
    assert len(shown) == 4 and max(map(len, shown)) <= width
    assert width < 60 or shown[1].split()[-1] == "2:02:05"


def test_signs_of_tampering_are_marked_and_written_out() -> None:
    honest = report(result("adds"), learner="ada")
    cheat = msgspec.structs.replace(
        report(result("adds"), learner="eve"), tampering={"broke the protocol": 3}
    )
    paper = Paper()
    show_class([row(honest), row(cheat)], paper)
    text = paper.text
    assert "2?" in text and "? shows signs of tampering, see below" in text
    assert "eve, ex03: broke the protocol (3)" in text
    assert "ada, ex03" not in text


def test_an_arrival_is_a_line() -> None:
    paper = Paper()
    show_arrival(
        paper, row(one("ada", "ex03", "not_started", "not_started")), datetime(2026, 11, 22, 12, 5, 9)
    )
    assert paper.text == "12:05:09 ada ex03 0/10 not started\n"
