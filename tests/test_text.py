"""What nobody vouches for, made fit to print."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.text import plain

ANYTHING = st.text(st.characters(codec=None))  # surrogates too
SEEN = frozenset({"L", "M", "N", "P", "S"})  # first letters of the categories that may be printed as they are


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, naïve Ωμέγα 日本語 ✓", "plain text, naïve Ωμέγα 日本語 ✓"),
        ("\x1b[2J\x1b]0;title\x07", "\\x1b[2J\\x1b]0;title\\x07"),
        ("one\ntwo\r\n\tthree", "one\\ntwo\\r\\n\\tthree"),
        ("user\u202eexe.py", "user\\u202eexe.py"),
        ("\u2066isolated\u2069", "\\u2066isolated\\u2069"),
        ("zero\u200bwidth\ufeff\u00ad", "zero\\u200bwidth\\ufeff\\xad"),
        ("no\xa0break\u3000space", "no\\xa0break\\u3000space"),
        ("\u3164\u2800", "\\u3164\\u2800"),
        ("\ud800 \U000e0041 \ue000", "\\ud800 \\U000e0041 \\ue000"),
        ("\u2028\u2029\x85", "\\u2028\\u2029\\x85"),
        ("e\u0301\u0301\u0301\u0301", "e\u0301\u0301\\u0301\\u0301"),
        ("C:\\new", "C:\\new"),
    ],
)
def test_what_does_not_show_itself_is_escaped(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_lines_are_kept_where_they_are_wanted() -> None:
    assert plain("def f():\n\treturn 1\r\n", lines=True) == "def f():\n    return 1\\r\n"


def test_what_is_cut_off_is_counted() -> None:
    assert plain("a" * 40, 40) == "a" * 40
    assert plain("a" * 1_000_041, 40) == "aaaaaaaaa... (1,000,032 more characters)"


def test_a_tiny_limit_leaves_dots() -> None:
    assert plain("abcdef", 2) == ".."


@given(ANYTHING, st.integers(0, 60), st.booleans())
def test_the_answer_is_printable_and_bounded(text: str, limit: int, lines: bool) -> None:
    shown = plain(text, limit, lines=lines)
    assert len(shown) <= limit
    kept = shown.replace("\n", "") if lines else shown
    assert all(character == " " or unicodedata.category(character)[0] in SEEN for character in kept)
    shown.encode("utf-8")


@given(ANYTHING)
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    once = plain(text, 10_000)
    assert plain(once, 10_000) == once


@given(ANYTHING)
def test_nothing_is_lost_below_the_limit(text: str) -> None:
    """Escapes can be read back, wherever the text holds no backslash of its own."""
    if "\\" not in text:
        shown = plain(text, 100_000)
        assert "".join(_unescape(shown)) == text


def _unescape(shown: str) -> list[str]:
    lengths = {"x": 2, "u": 4, "U": 8}
    short = {"n": "\n", "r": "\r", "t": "\t"}
    found: list[str] = []
    position = 0
    while position < len(shown):
        if shown[position] != "\\":
            found.append(shown[position])
            position += 1
            continue
        kind = shown[position + 1]
        length = lengths.get(kind, 0)
        digits = shown[position + 2 : position + 2 + length]
        found.append(chr(int(digits, 16)) if length else short[kind])
        position += 2 + length
    return found


def test_a_huge_text_costs_only_what_is_shown() -> None:
    """Ten megabytes are looked at no further than the limit: a second would be a thousand times too long."""

    class Counting(str):
        seen = 0

        def __iter__(self):  # type: ignore[no-untyped-def]
            for character in str.__iter__(self):
                Counting.seen += 1
                yield character

    plain(Counting("\x1b" * 10_000_000), 100)
    assert Counting.seen < 200
