"""The leaderboard on a terminal."""

from __future__ import annotations

from datetime import date

from autograder.leaderboard import Row
from autograder.render.leaderboard import show_leaderboard, show_place
from tests.render.samples import Paper


def row(learner: str, accuracy: float, seconds: float = 61.3, exercise: str = "ex18") -> Row:
    return Row(
        exercise=exercise,
        learner=learner,
        accuracy=accuracy,
        seconds=seconds,
        parameters=54186,
        date=date(2026, 3, 1),
    )


def test_rows_stand_in_a_table_for_each_exercise() -> None:
    paper = Paper()
    show_leaderboard(
        [row("ada", 0.9234), row("[b]ob\x1b[2J", 0.9, 5), row("you", 0.5, exercise="ex19")], paper
    )
    assert (
        paper.text
        == """\
ex18
     learner       accuracy  seconds  parameters        date
  1  ada             92.34%       61      54,186  2026-03-01
  2  [b]ob\\x1b[2J    90.00%        5      54,186  2026-03-01

ex19
     learner  accuracy  seconds  parameters        date
  1  you        50.00%       61      54,186  2026-03-01
"""
    )


def test_an_empty_leaderboard_says_how_a_row_is_made() -> None:
    paper = Paper()
    show_leaderboard([], paper)
    assert "checked with --full" in paper.text.replace("\n", " ")


def test_one_check_is_told_with_the_place_of_the_best() -> None:
    paper = Paper(200)
    best = [row("ada", 0.93), row("you", 0.92), row("you", 0.99, exercise="ex19")]
    show_place(row("you", 0.91), best, paper)
    assert paper.text == (
        "Leaderboard: 91.00% recognized after 61 seconds with 54,186 parameters. The best so far is number 2 of 2; "
        "all: `grade leaderboard`.\n"
    )
