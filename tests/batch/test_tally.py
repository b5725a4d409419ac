"""How long a class will still take, with a clock that the test sets."""

from __future__ import annotations

import msgspec
import pytest

from autograder.batch.plan import Job
from autograder.batch.tally import Tally
from autograder.course import Course, Exercise, Limits
from autograder.report import Report
from autograder.report_row import ReportRow, Rows
from tests.tiny import make_course


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def exercises(tmp_path: object) -> dict[str, Exercise]:
    """A short exercise and a long one, by their limits."""
    course: Course = make_course(tmp_path)  # type: ignore[arg-type]
    short = course.exercises[0]
    long = msgspec.structs.replace(short, id="ex02", limits=Limits(submission_seconds=300.0))
    return {"short": short, "long": long}


def jobs(*exercises: Exercise) -> list[Job]:
    return [Job(learner=f"l{number}", exercise=one, path=None) for number, one in enumerate(exercises)]


def row(exercise: Exercise, seconds: float) -> ReportRow:
    return Rows().of(Report(exercise=exercise.id, score=0.0, max_score=1.0, tests=(), seconds=seconds))


def test_a_queue_that_begins_with_the_long_ones_is_not_taken_for_long_ones(
    exercises: dict[str, Exercise],
) -> None:
    """2 of 300 s at most and 20 of 30 s: after the first has taken 60 s, the short ones are expected at 6 s."""
    short, long, clock = exercises["short"], exercises["long"], Clock()
    tally = Tally(jobs(long, long, *[short] * 20), 22, 2, clock)
    assert tally.step().seconds_left is None and tally.step().running == 2
    clock.now += 60
    step = tally.finish(0, row(long, 60.0))
    assert step.seconds_left == pytest.approx((0 + 20 * 6) / 2)
    assert (step.done, step.running, step.a_second) == (1, 2, pytest.approx(1 / 60))
    clock.now += 2
    step = tally.finish(2, row(short, 2.0))  # so much for the 6 s
    assert step.seconds_left == pytest.approx(19 * 2 / 2)


def test_the_last_long_one_is_waited_for_alone(exercises: dict[str, Exercise]) -> None:
    short, long, clock = exercises["short"], exercises["long"], Clock()
    tally = Tally(jobs(long, short), 2, 8, clock)
    tally.learn([row(long, 50.0), row(short, 1.0), row(long, 70.0), row(short, 0.0)])
    assert tally.step().seconds_left == 60.0
    clock.now += 1
    assert tally.finish(1, row(short, 1.0)).seconds_left == 59.0
    clock.now += 100
    assert tally.step().seconds_left == 0.0, "longer than expected: never less than nothing"


def test_what_is_counted(exercises: dict[str, Exercise]) -> None:
    """Three to grade on one grader, a copy of one of them, and one that an earlier run has graded."""
    short, clock = exercises["short"], Clock()
    tally = Tally(jobs(short, short, short), 5, 1, clock)
    assert tally.take_over(row(short, 9.0)).a_second is None, "nothing was graded yet"
    clock.now += 4
    tally.finish(0, row(short, 4.0))
    tally.take_over(row(short, 4.0))
    failed = tally.fail(1)
    assert (failed.finished, failed.done, failed.total, failed.running, failed.failed) == (None, 3, 5, 1, 1)
    assert failed.a_second == 0.25
    last = tally.finish(2, row(short, 4.0))
    assert (last.done, last.running, last.seconds_left) == (4, 0, 0.0)
    assert tally.fail().failed == 2


def test_what_was_never_run_says_nothing_of_how_long_it_takes(exercises: dict[str, Exercise]) -> None:
    tally = Tally(jobs(exercises["short"]), 1, 1, Clock())
    tally.learn([row(exercises["short"], 3.0), row(exercises["short"], 0.0)])
    assert tally.step().seconds_left == 3.0
