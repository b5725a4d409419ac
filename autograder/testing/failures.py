"""What a failed check says: one text that is safe for a hidden test, and one that tells everything."""

from __future__ import annotations

from typing import NoReturn

from autograder.text import plain

SUMMARY_LIMIT = 600  # characters
DETAIL_LIMIT = 4000
_OPENINGS = ("the ", "item ", "entry ", "an entry ")  # of our own names for values


class ExpectationFailed(AssertionError):
    """A check of a suite did not hold; the learner's code ran, and what it gave is wrong.

    `summary` says what kind of thing is wrong, and shows no drawn input, expected number or drawn size.
    `detail` shows all of it. Both are bounded and free of control characters.
    """

    def __init__(self, summary: str, detail: str = "") -> None:
        self.summary = plain(summary, SUMMARY_LIMIT, lines=True)
        self.detail = plain(detail or summary, DETAIL_LIMIT, lines=True)
        super().__init__(self.detail)

    def __reduce__(self) -> tuple[type[ExpectationFailed], tuple[str, str]]:
        return type(self), (self.summary, self.detail)


def fail(summary: str, detail: str = "") -> NoReturn:
    """Raise `ExpectationFailed`, with capitals where sentences begin with words of ours."""
    __tracebackhide__ = True
    raise ExpectationFailed(_capital(summary), _capital(detail))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text.startswith(_OPENINGS) else text
