"""Two graders share the tests of a suite: each test is run once, and the report is that of one grader."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from autograder.course import load
from autograder.grading import suites
from autograder.grading.halves import Half, Tickets, joined
from autograder.report import Report
from tests.conftest import ROOT
from tests.render.samples import report, result

TESTS = ("a", "b", "c", "d", "e")


@pytest.fixture
def tickets() -> Iterator[Tickets]:
    made = Tickets()
    yield made
    made.close()


def walk(half: Half) -> Iterator[str]:
    """Give those tests that a grader would run, one at a time."""
    return (test for test in TESTS if half(test))


def test_each_test_is_run_by_one_of_them_in_order(tickets: Tickets) -> None:
    tickets.issue(len(TESTS))
    one, other = walk(Half(tickets, TESTS)), walk(Half(tickets, TESTS))
    assert [next(one), next(other), next(other), next(one)] == ["a", "b", "c", "d"]
    assert [*other, *one] == ["e"]


def test_who_is_alone_runs_all(tickets: Tickets) -> None:
    tickets.issue(len(TESTS))
    half = Half(tickets, TESTS)
    assert [*walk(half)] == [*TESTS]
    assert [*walk(Half(tickets, TESTS))] == []


def test_a_run_that_is_repeated_has_the_same_tests(tickets: Tickets) -> None:
    tickets.issue(len(TESTS))
    half, other = Half(tickets, TESTS), Half(tickets, TESTS)
    first, second = walk(half), walk(other)
    taken = [next(first), next(second), next(first), *second, *first]
    assert taken == [*TESTS]
    assert [*walk(half)] == ["a", "c"]
    assert [*walk(other)] == ["b", "d", "e"]


def test_what_is_left_of_a_run_is_not_met_by_the_next(tickets: Tickets) -> None:
    tickets.issue(len(TESTS))
    assert tickets.take() == 0
    tickets.issue(2)
    assert [tickets.take(), tickets.take(), tickets.take()] == [0, 1, None]
    tickets.issue(3)
    tickets.withdraw()
    assert tickets.take() is None


def halves() -> tuple[Report, Report, Report]:
    a, b, c = result("a", "passed"), result("b", "failed"), result("c", "passed")
    return report(a, b, c), report(c, a), report(b)


def test_two_halves_make_the_report_of_one_grader() -> None:
    whole, one, other = halves()
    ids = [test.id for test in whole.tests]
    assert joined(ids, (one, other)) == whole
    slow = msgspec.structs.replace(other, seconds=whole.seconds + 9)
    both = joined(ids, (one, slow))
    assert both is not None and both.seconds == slow.seconds


def test_a_missing_test_or_a_sign_of_tampering_is_for_one_grader_alone() -> None:
    whole, one, other = halves()
    ids = [test.id for test in whole.tests]
    assert joined(ids, (one, one)) is None
    for tampered in ((one, msgspec.structs.replace(other, tampering={"sign": 1})),):
        assert joined(ids, tampered) is None


def test_of_this_course_one_exercise_has_tests_that_lean_on_each_other() -> None:
    """Those of ex18, which count what one training has learned."""
    course = load(ROOT / "course.toml")
    assert [one.id for one in course.exercises if not suites.independent(one)] == ["ex18"]
