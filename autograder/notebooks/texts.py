"""Docstrings in the form of this course, as Markdown for notebooks."""

from __future__ import annotations

import inspect
import re
import textwrap

_SECTION = re.compile(r"(Args|Attributes|Returns|Yields|Raises|Example|Examples|Note):[ ]*")
_LISTED = ("Args", "Attributes", "Raises")
_ENTRY = re.compile(r"(\*{0,2}[\w.]+)(?: \([^)]*\))?: ")
_CODE = re.compile(r"(`[^`]*`)")
_SPECIAL = re.compile(r"([*_<$\\])")  # what Markdown or MathJax would take for its own


def markdown(docstring: str) -> str:
    """Return a docstring as Markdown: paragraphs, a list for arguments, a code block for the example."""
    parts: list[str] = []
    section, lines = "", list[str]()
    for line in inspect.cleandoc(docstring).splitlines():
        found = _SECTION.fullmatch(line)
        if found:
            parts.append(_rendered(section, lines))
            section, lines = found[1], []
        else:
            lines.append(line)
    parts.append(_rendered(section, lines))
    return "\n\n".join(part for part in parts if part)


def summary(docstring: str) -> str:
    """Return the first paragraph of a docstring, on one line."""
    return " ".join(inspect.cleandoc(docstring).split("\n\n")[0].split())


def _rendered(section: str, lines: list[str]) -> str:
    text = textwrap.dedent("\n".join(lines)).strip("\n")
    if not text:
        return ""
    if section.startswith("Example"):
        return f"**{section}**\n\n```python\n{text}\n```"
    if section in _LISTED:
        section = section.replace("Args", "Arguments")
        return f"**{section}**\n\n" + "\n".join(f"- {_entry(item)}" for item in _entries(text))
    body = "\n\n".join(_paragraph(part) for part in text.split("\n\n"))
    return f"**{section}**\n\n{body}" if section else body


def _paragraph(text: str) -> str:
    """Indented lines are code or a formula, and stay as they are."""
    if all(line.startswith("    ") or not line.strip() for line in text.splitlines()):
        return f"```\n{textwrap.dedent(text)}\n```"
    return escaped(text)


def _entries(text: str) -> list[str]:
    """Join the lines of each entry; a further line of an entry is indented."""
    entries: list[str] = []
    for line in text.splitlines():
        if line.startswith(" ") and entries:
            entries[-1] += f" {line.strip()}"
        elif line.strip():
            entries.append(line.strip())
    return entries


def _entry(text: str) -> str:
    found = _ENTRY.match(text)
    return f"`{text[: found.end() - 2]}`: {escaped(text[found.end() :])}" if found else escaped(text)


def escaped(text: str) -> str:
    """Escape what Markdown would take for its own, outside of code."""
    pieces = _CODE.split(text)
    return "".join(piece if piece.startswith("`") else _SPECIAL.sub(r"\\\1", piece) for piece in pieces)
