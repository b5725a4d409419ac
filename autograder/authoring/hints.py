"""The form of a hints file: for each function three hints or more, from a nudge to nearly the answer."""

from __future__ import annotations

from autograder.hints import sections

WANTED = 3


def problems(text: str, names: tuple[str, ...]) -> list[str]:
    """Return what a hints file lacks for these public functions and classes, one line each."""
    numbers_of = {name: [number for number, _ in hints] for name, hints in sections(text).items()}
    found = [f'there is no section "## {name}"' for name in names if name not in numbers_of]
    found += [
        f'"## {name}" is no function or class of the solution'
        for name in numbers_of
        if name.partition(".")[0] not in names
    ]
    for name, numbers in numbers_of.items():
        wanted = list(range(1, max(WANTED, len(numbers)) + 1))
        if numbers != wanted:
            have = ", ".join(map(str, numbers)) or "none"
            found.append(
                f'"## {name}" needs "### Hint 1" to "### Hint {wanted[-1]}" in order, each with text; '
                f"it has {have}"
            )
    return found
