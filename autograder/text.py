"""Make text fit to print that nobody vouches for: learners' words reach terminals, files and pages.

Nothing that could move a cursor, reorder a line, hide itself or fill a disk survives `plain`.
"""

from __future__ import annotations

import unicodedata

# Categories whose characters do not show themselves: controls, formats (among them bidirectional and
# zero-width ones), surrogates, private use, unassigned, line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Letters and symbols that are drawn as nothing at all.
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_MARKS = frozenset({"Mn", "Me", "Mc"})
_MARKS_IN_A_ROW = 2  # enough for written languages; more of them climb over the neighbouring lines

_TAB = " " * 4
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def plain(text: str, limit: int = 500, *, lines: bool = False) -> str:
    """Return `text` with every invisible or unruly character escaped, and at most `limit` characters long.

    `lines` keeps line breaks, and turns tabs into spaces; otherwise the answer is one line. Only as much of
    `text` is looked at as can be shown, so its length costs nothing.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    length = marks = 0
    for position, character in enumerate(text):
        marks = marks + 1 if unicodedata.category(character) in _MARKS else 0
        piece = _escaped(character, lines=lines, marks=marks)
        length += len(piece)
        if length > limit:
            return _cut(shown, limit, len(text) - position)
        shown.append(piece)
    return "".join(shown)


def _escaped(character: str, *, lines: bool, marks: int) -> str:
    if " " <= character <= "~":
        return character
    if lines and character == "\n":
        return character
    if lines and character == "\t":
        return _TAB
    category = unicodedata.category(character)
    odd_space = category == "Zs"
    if category in _UNSEEN or odd_space or character in _BLANK or marks > _MARKS_IN_A_ROW:
        return _SHORT.get(character, _code(ord(character)))
    return character


def _code(number: int) -> str:
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _cut(shown: list[str], limit: int, left: int) -> str:
    """Join as many pieces, one for each character, as leave room for a note about the rest."""
    room = limit - len(_note(left + len(shown)))
    if room < 0:
        return "." * min(limit, 3)
    length = sum(map(len, shown))
    while length > room:
        length -= len(shown.pop())
        left += 1
    return "".join(shown) + _note(left)


def _note(left: int) -> str:
    return f"... ({left:,} more characters)"
