"""Reports as HTML: a test's verdict as a card for notebooks, and a page of feedback.

All text is escaped by the templates' engine, and unruly characters before that, as on a terminal.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from autograder.report import Status, TestResult, plain_number
from autograder.text import plain

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

MESSAGE_LIMIT = 4_000  # characters of one message, as on a terminal
_MARKS = {Status.PASSED: ("✓", "passed"), Status.NOT_STARTED: ("·", "waiting")}
_FAILED = ("✗", "failed")
_CODE = re.compile(r"`([^`\n]+)`")
WORDS = {
    Status.PASSED: "passed",
    Status.FAILED: "failed",
    Status.ERROR: "error",
    Status.TIMEOUT: "took too long",
    Status.CRASHED: "crashed",
    Status.NOT_STARTED: "not written yet",
}


def test_card(test: TestResult, hints: Sequence[str] = ()) -> str:
    """Return a test's verdict for the output of a notebook's cell, with hints (Markdown) to unfold."""
    return render("card.html", test=card(test), hints=[_prose(hint) for hint in hints])


def hints_card(name: str, hints: Sequence[str]) -> str:
    """Return a function's hints (Markdown), one inside the other, to unfold one at a time."""
    return render("hints.html", name=name, hints=[_prose(hint) for hint in hints])


def card(test: TestResult) -> dict[str, Any]:
    """Return what templates show of a test: nothing that its learner may not see."""
    mark, kind = _MARKS.get(test.status, _FAILED)
    return {
        "mark": mark,
        "kind": kind,
        "word": WORDS[test.status],
        "title": plain(test.title, 200),
        "hidden": not test.public,
        "score": plain_number(test.score),
        "points": plain_number(test.points),
        "message": "" if test.status is Status.PASSED else plain(test.message, MESSAGE_LIMIT, lines=True),
    }


def with_code(text: str) -> Markup:
    """Return a paragraph's text as HTML in which `code` is code, and everything else as it was written."""
    from markupsafe import Markup, escape

    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def _prose(text: str) -> Markup:
    """Return Markdown's paragraphs, code and blocks of code as HTML; everything else as it was written."""
    from markupsafe import Markup, escape

    parts: list[str] = []
    for part in re.split(r"^```\w*\n(.*?)^```[ ]*$", text, flags=re.DOTALL | re.MULTILINE):
        block = str(escape(part))
        if len(parts) % 2:
            parts.append(f"<pre>{block}</pre>")
        else:
            code = _CODE.sub(r"<code>\1</code>", block)
            parts.append("".join(f"<p>{one}</p>" for one in re.split(r"\n{2,}", code.strip()) if one))
    return Markup("".join(parts))


def render(template: str, **values: Any) -> str:
    """Fill one of the templates; every value is escaped but what is marked as HTML."""
    return _templates().get_template(template).render(**values)


@functools.cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("autograder.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
