"""The form of a hints file: for each function three hints or more, from a nudge to nearly the answer."""

from __future__ import annotations

import re

WANTED = 3


def problems(text: str, names: tuple[str, ...]) -> list[str]:
    """Return what a hints file lacks for these public functions and classes, one line each."""
    sections = _sections(text)
    found = [f'there is no section "## {name}"' for name in names if name not in sections]
    found += [
        f'"## {name}" is no function or class of the solution'
        for name in sections
        if name.partition(".")[0] not in names
    ]
    for name, numbers in sections.items():
        wanted = list(range(1, max(WANTED, len(numbers)) + 1))
        if numbers != wanted:
            have = ", ".join(map(str, numbers)) or "none"
            found.append(
                f'"## {name}" needs "### Hint 1" to "### Hint {wanted[-1]}" in order, each with text; '
                f"it has {have}"
            )
    return found


def _sections(text: str) -> dict[str, list[int]]:
    """Return for each section the numbers of its hints that say something."""
    sections: dict[str, list[int]] = {}
    for part in re.split(r"^## +", text, flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        hints = re.split(r"^### +Hint +(\d+)[ \t]*$", body, flags=re.MULTILINE)[1:]
        pairs = zip(hints[::2], hints[1::2], strict=True)
        sections[title.strip().strip("`").partition("(")[0]] = [
            int(number) for number, said in pairs if said.strip()
        ]
    return sections
