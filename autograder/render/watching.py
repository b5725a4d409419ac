"""The screen of `grade watch`: one page at a time, and a line of keys below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from autograder.text import plain


class Page:
    """Shows one thing at a time on a console: a terminal is cleared before it, anything else is not."""

    def __init__(self, console: Console, keys: Mapping[str, str]) -> None:
        self._console = console
        self._keys = [Text.assemble((key, "bold"), f" {what}", style="dim") for key, what in keys.items()]
        self._status = 0  # columns of the line that says what runs

    @property
    def console(self) -> Console:
        """Where the page is printed."""
        return self._console

    def begin(self) -> None:
        """Begin a new page."""
        self.end_status()
        if self._console.is_terminal and not self._console.is_dumb_terminal:
            self._console.clear()
        else:
            self._console.print()

    def end(self) -> None:
        """Print the keys."""
        self._console.print()
        for line in in_lines(self._keys, self._console.width):
            self._console.print(line, soft_wrap=True)

    def status(self, text: str) -> None:
        """Say in the last line what runs; only a terminal can take it back."""
        if self._console.is_terminal and not self._console.is_dumb_terminal:
            shown = plain(text, max(10, self._console.width - 1))
            self._console.file.write("\r" + shown.ljust(self._status))
            self._console.file.flush()
            self._status = len(shown)

    def end_status(self) -> None:
        """Take that line back."""
        if self._status:
            self._console.file.write("\r" + " " * self._status + "\r")
            self._status = 0


def in_lines(items: Sequence[Text], width: int) -> list[Text]:
    """Return lines of items, two spaces apart; an item is not broken, so that a key stays with its word."""
    lines: list[list[Text]] = [[]]
    for item in items:
        if lines[-1] and sum(one.cell_len + 2 for one in lines[-1]) + item.cell_len > width:
            lines.append([])
        lines[-1].append(item)
    return [Text("  ").join(line) for line in lines]
