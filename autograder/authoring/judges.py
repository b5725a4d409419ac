"""Judges of reports: what a submission of known worth should have got, and what is wrong where it did not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from autograder.report import Report, Status, TestResult

Judge: TypeAlias = Callable[[Report], str]  # what is wrong with the report, or nothing

_SHOWN = 300  # characters of a test's message


def full(report: Report) -> str:
    """Full marks are due."""
    if report.full_marks:
        return ""
    lost = [test for test in report.tests if test.score < test.points]
    return f"right work loses points: {'; '.join(_told(test) for test in lost) or 'there are no tests'}"


def untouched(report: Report) -> str:
    """Zero is due, and every test must say that nothing was started."""
    started = [test for test in report.tests if test.status is not Status.NOT_STARTED or test.score]
    return f'nothing is written, yet not "not started": {"; ".join(map(_told, started))}' if started else ""


def catches(caught_by: tuple[str, ...]) -> Judge:
    """Return the judge of a misconception: the tests that it names must fail."""

    def judge(report: Report) -> str:
        # An error is a catch too, but a submission that does not even import shows nothing about the mistake.
        broken = [test for test in report.tests if test.status is not Status.ERROR]
        if not broken and report.tests:
            return f"every test ends in an error, so the overlay itself is broken: {_told(report.tests[0])}"
        passed = [test.id for test in report.tests if test.id in caught_by and test.score > 0]
        missing = [name for name in caught_by if name not in {test.id for test in report.tests}]
        if missing:
            return f"caught_by names {', '.join(missing)}, of which the report says nothing"
        return f"passes {', '.join(passed)}; sharpen the test or correct caught_by" if passed else ""

    return judge


def scores_nothing(reason: str) -> Judge:
    """Return the judge of a generic wrong module; with a reason it may score, and then must."""

    def judge(report: Report) -> str:
        passed = [test.id for test in report.tests if test.score > 0]
        if reason and not passed:
            return "course.toml tolerates it, and it scores nothing; take it out of tolerates"
        if reason or not passed:
            return ""
        return f"passes {', '.join(passed)}; check a right answer first, or give the reason in tolerates"

    return judge


def _told(test: TestResult) -> str:
    said = " ".join((test.details or test.message).split())
    return f"{test.id} ({test.status})" + (f": {said[:_SHOWN]}" if said else "")
