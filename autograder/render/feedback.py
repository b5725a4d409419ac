"""A page of feedback: what a learner's tests found, the points, and what people wrote about it."""

from __future__ import annotations

import msgspec

from autograder.render.html import card, render
from autograder.report import TestResult, plain_number
from autograder.text import plain


class Points(msgspec.Struct, frozen=True, kw_only=True):
    """What the gradebook says of one test, after people had a look."""

    score: float
    by_hand: bool = False  # a person set the score
    extra: float = 0.0  # extra credit, contained in `score`


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """What a person wrote about one function."""

    about: str
    text: str


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """All that a page of feedback says."""

    title: str
    learner: str
    tests: tuple[TestResult, ...]  # without anything that the learner may not see
    points: dict[str, Points]  # by test
    score: float
    max_score: float
    penalty: float = 0.0  # for being late; already taken off `score`
    remarks: tuple[Remark, ...] = ()
    code: str = ""  # what was graded


def page(content: Page) -> str:
    """Return the page as HTML that refers to nothing outside itself."""
    tests = [card(test) | _points(content.points.get(test.id)) for test in content.tests]
    return render(
        "feedback.html",
        title=plain(content.title, 200),
        learner=plain(content.learner, 200),
        tests=tests,
        score=plain_number(content.score),
        max_score=plain_number(content.max_score),
        penalty=plain_number(content.penalty),
        remarks=[(plain(one.about, 100), plain(one.text, 4_000, lines=True)) for one in content.remarks],
        code=plain(content.code, 100_000, lines=True),
    )


def _points(points: Points | None) -> dict[str, object]:
    if points is None:
        return {"by_hand": False, "extra": 0}
    return {
        "score": plain_number(points.score),
        "by_hand": points.by_hand,
        "extra": plain_number(points.extra),
    }
