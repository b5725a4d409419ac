"""A hint on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from autograder.render.consoles import paragraph


def show_hint(
    title: str, hints: Sequence[str], taken: int, total: int, console: Console, *, others: str = ""
) -> None:
    """Print some of a function's hints, the last of which is number `taken` of `total`.

    `others` says, behind the last one, how to get those of another function.
    """
    from rich.markdown import Markdown  # here, since it takes longer to import than all the rest
    from rich.padding import Padding

    if not hints:
        paragraph(console, Text(f"{title}: you have had no hint yet.", "bold"))
        return
    for number, said in enumerate(hints, taken - len(hints) + 1):
        paragraph(console, Text(f"{title}, hint {number} of {total}", "bold"))
        # The hints are the course's own text, so their markup is meant.
        console.print(Padding(Markdown(said, hyperlinks=False), (1, 0, 1, 2)))
    if taken < total:
        paragraph(console, "Ask again for the next one; it says more.", "dim")
    else:
        paragraph(console, f"That is the last hint. {others}".rstrip(), "dim")
