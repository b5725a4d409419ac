"""Consoles to print on, and the few shapes that everything printed is made of.

Only `Text` objects are printed and markup is off, so that brackets in what learners wrote stay brackets.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from rich.console import Console, ConsoleDimensions
from rich.text import Text

from autograder.text import plain

MIN_WIDTH = 20  # narrower text is harder to read than a line that runs over


class QuietPipeConsole(Console):
    """A console that leaves it to the caller what a reader that has gone (`| head`) means."""

    def on_broken_pipe(self) -> None:
        """Raise again what Rich has caught."""
        raise  # Rich calls this where it handles the BrokenPipeError


def open_console(*, stderr: bool = False) -> Console:
    """Return a console on the standard output, or on the standard error."""
    console = QuietPipeConsole(stderr=stderr, highlight=False, markup=False, emoji=False)
    if console.is_dumb_terminal:  # Rich takes 80 columns for granted there
        console.size = ConsoleDimensions(*shutil.get_terminal_size())
    return console


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbols:
    """What stands for a test's state and draws a bar, in the characters that the output can show."""

    passed: str
    failed: str
    waiting: str
    done: str  # a filled cell of a bar
    left: str  # an empty one


_UNICODE = Symbols(passed="✓", failed="✗", waiting="·", done="█", left="░")
_ASCII = Symbols(passed="ok", failed="x", waiting="-", done="#", left=".")


def symbols(console: Console) -> Symbols:
    """Return the symbols that the console's encoding has."""
    return _ASCII if console.options.ascii_only else _UNICODE


def hanging(console: Console, prefix: Text, body: Text) -> None:
    """Print a prefix and, beside it, a body whose further lines start where its first one does."""
    indent = prefix.cell_len
    width = max(console.width - indent, MIN_WIDTH)
    for number, line in enumerate(body.wrap(console, width, overflow="fold")):
        line.rstrip()
        start = prefix if number == 0 else Text(" " * indent if line else "")
        console.print(start + line, soft_wrap=True)


def paragraph(console: Console, text: str | Text, style: str = "") -> None:
    """Print text across the console."""
    hanging(console, Text(), text if isinstance(text, Text) else Text(text, style))


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do next: a sentence, and the command that it ends in, if any."""

    text: str
    command: str = ""


def show_advice(console: Console, advice: Advice, style: str = "") -> None:
    """Print what to do next; the command has a line of its own, from which it can be copied whole."""
    paragraph(console, plain(advice.text, 500), style)
    if advice.command:
        console.print(Text(f"  {plain(advice.command, 300)}", "bold"), soft_wrap=True)
