"""The hints of an exercise, by the function that they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path


def hints_in(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the hints (Markdown) in a file, in order, by function; an absent file has none."""
    text = text_of(path)
    sections: dict[str, tuple[str, ...]] = {}
    for part in re.split(r"^## +", text, flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        hints = re.split(r"^### +Hint +\d+[ \t]*$", body, flags=re.MULTILINE)[1:]
        sections[title.strip().strip("`").partition("(")[0]] = tuple(hint.strip() for hint in hints)
    return sections


def text_of(path: Path) -> str:
    """Return what is in a file of hints, or "" where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def about(title: str, names: Sequence[str]) -> list[str]:
    """Return the functions and classes that a test's title names, in the order in which it does."""
    found = {name: re.search(rf"\b{re.escape(name)}\b", title) for name in names}
    return [name for _, name in sorted((match.start(), name) for name, match in found.items() if match)]
