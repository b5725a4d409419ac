"""A page that shows a learner's progress: one HTML file that contains all that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

import msgspec

from autograder.exhibits import Confusion, Curves, Exhibit, Mistakes
from autograder.render import charts, png
from autograder.render.html import MESSAGE_LIMIT, card, render, with_code
from autograder.render.unwritten import what_is_missing
from autograder.report import Report, Status, TestResult, plain_number
from autograder.text import plain


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one exercise."""

    id: str
    title: str
    max_score: float
    score: float | None = None  # None: never checked
    edited: bool = False  # since it was checked
    checked: str = ""  # when, for people
    report: Report | None = None  # the last one, without what is for the instructor alone
    file: str = ""  # the learner's, as a path to open


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """All that a page says."""

    title: str
    chapters: tuple[Chapter, ...]
    made: str = ""  # when, for people
    advice: str = ""  # what to do next
    command: str = ""  # the command that the advice ends in


def page(book: Book) -> str:
    """Return the page as HTML that refers to nothing outside itself."""
    score = sum(one.score or 0 for one in book.chapters)
    most = sum(one.max_score for one in book.chapters)
    return render(
        "report.html",
        title=plain(book.title, 200),
        made=plain(book.made, 100),
        advice=plain(book.advice, 500),
        command=plain(book.command, 300),
        score=plain_number(score),
        max_score=plain_number(most),
        share=_share(score, most),
        done=sum(_is_full(one) for one in book.chapters),
        chapters=[_chapter(one) for one in book.chapters],
        frame=charts,
    )


def _chapter(one: Chapter) -> dict[str, Any]:
    tests = one.report.tests if one.report else ()
    return {
        "id": plain(one.id, 20),
        "title": plain(one.title, 200),
        "file": plain(one.file, 300),
        "checked": plain(one.checked, 100),
        "edited": one.edited,
        "score": None if one.score is None else plain_number(one.score),
        "max_score": plain_number(one.max_score),
        "share": _share(one.score or 0, one.max_score),
        "state": "full" if _is_full(one) else "begun" if one.score else "none",
        "tests": _tests(tests),
        "waiting": what_is_missing(tests),
        "exhibits": [_exhibit(exhibit) for test in tests for exhibit in test.exhibits],
    }


def _is_full(one: Chapter) -> bool:
    return one.score is not None and one.score >= one.max_score > 0


def _share(score: float, most: float) -> int:
    """Return a share in percent; nothing but full marks is 100."""
    return min(int(100 * score / most), 100) if most else 0


def _tests(tests: Sequence[TestResult]) -> list[dict[str, Any]]:
    """Return the tests that ran; what was said for one is not said again for the next."""
    said: dict[str, str] = {}
    explained: set[str] = set()
    rows = []
    for test in tests:
        if test.status is not Status.NOT_STARTED:
            row = card(test) | {"same": "", "recognized": ""}
            if row["message"]:
                row["same"] = said.get(row["message"], "")
                said.setdefault(row["message"], row["title"])
            if test.diagnosis and test.diagnosis.misconception not in explained:
                explained.add(test.diagnosis.misconception)
                row["recognized"] = with_code(plain(test.diagnosis.explanation, MESSAGE_LIMIT))
            rows.append(row)
    return rows


def _exhibit(exhibit: Exhibit) -> dict[str, Any]:
    shown: dict[str, Any] = {"kind": "", "title": plain(exhibit.title, 200)}
    match exhibit:
        case Curves():
            lines = [
                charts.chart(plain(name, 40), exhibit.steps, values)
                for name, values in exhibit.series.items()
            ]
            return shown | {"kind": "curves", "charts": lines}
        case Confusion():
            return shown | {"kind": "confusion", **_confusion(exhibit)}
        case Mistakes():
            images = [
                {
                    "url": png.data_url(png.grey(one.pixels, exhibit.side)),
                    "true": plain(one.true, 40),
                    "predicted": plain(one.predicted, 40),
                }
                for one in exhibit.images
            ]
            return shown | {"kind": "mistakes", "side": exhibit.side, "images": images}
        case _:
            assert_never(exhibit)


def _confusion(exhibit: Confusion) -> dict[str, Any]:
    rows = []
    for number, (name, counts) in enumerate(zip(exhibit.names, exhibit.counts, strict=True)):
        total = sum(counts)
        cells = [
            {"count": count, "share": round(100 * count / total) if total else 0, "right": column == number}
            for column, count in enumerate(counts)
        ]
        rows.append({"name": plain(name, 40), "cells": cells})
    return {"names": [plain(name, 40) for name in exhibit.names], "rows": rows}
