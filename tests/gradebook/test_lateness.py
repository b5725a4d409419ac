"""What handing in late costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from autograder.course import Late
from autograder.gradebook import open_gradebook
from autograder.gradebook.lateness import charged, days_late, penalty

DAY = 86_400


@pytest.mark.parametrize(
    ("seconds", "days"),
    [(0, 0), (900, 0), (901, 1), (DAY, 1), (DAY + 1, 2), (10 * DAY, 10)],
)
def test_each_day_that_has_begun_counts_after_the_grace_period(seconds: float, days: int) -> None:
    assert days_late(seconds, Late(grace_minutes=15)) == days


@pytest.mark.parametrize(
    ("days", "free", "costs"),
    [([2, 0, 3], 0, [2, 0, 3]), ([2, 0, 3], 3, [0, 0, 2]), ([1, 1], 5, [0, 0]), ([], 3, [])],
)
def test_free_days_are_used_up_in_the_order_of_deadlines(
    days: list[int], free: int, costs: list[int]
) -> None:
    assert charged(days, Late(free_days=free)) == costs


@pytest.mark.parametrize(("days", "points"), [(0, 0.0), (1, 0.8), (3, 2.4), (30, 4.0)])
def test_the_penalty_is_a_part_of_the_score_and_has_a_limit(days: int, points: float) -> None:
    assert penalty(8.0, days, Late(percent_a_day=10, most_percent=50)) == pytest.approx(points)


def test_penalties_stand_in_the_gradebook(course, report):
    """The exercise that is due first uses up the free day, whichever is graded first."""
    due = datetime(2026, 3, 1, 12, tzinfo=UTC)
    late = msgspec.structs.replace(
        course,
        late=Late(percent_a_day=10, free_days=1),
        exercises=tuple(
            msgspec.structs.replace(one, due=due + timedelta(days=7 * number))
            for number, one in enumerate(course.exercises)
        ),
    )
    handed = {
        ("dana", "ex01"): due + timedelta(hours=3),
        ("dana", "ex02"): due + timedelta(days=8, hours=3),
        ("eli", "ex01"): due - timedelta(hours=1),
    }
    with open_gradebook(late) as book:
        book.prepare()
        book.record([report("dana"), report("dana", "ex02", points=(7.0,)), report("eli")], handed)
        book.penalize(["dana", "eli"])
        found = {(row.learner, row.exercise): (row.penalty, row.score) for row in book.scores()}
        assert found == {
            ("dana", "ex01"): (0.0, 5.0),
            ("dana", "ex02"): (pytest.approx(1.4), pytest.approx(5.6)),
            ("eli", "ex01"): (0.0, 5.0),
        }


def test_without_rules_what_a_person_entered_stays(course, report):
    with open_gradebook(course) as book:
        book.prepare()
        book.record([report("dana")], {("dana", "ex01"): datetime(2100, 1, 1, tzinfo=UTC)})
        book.penalize(["dana"])
        (row,) = book.scores()
        assert (row.penalty, row.score) == (0.0, 5.0)
