"""Sources on a terminal: what differs, and two beside each other."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from autograder.render.consoles import paragraph
from autograder.text import plain

if TYPE_CHECKING:
    from rich.syntax import Syntax

BESIDE_FROM = 120  # columns; with fewer, the two stand below each other
_LINE = 400  # characters of a line that are shown
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def show_diff(lines: Sequence[str], console: Console) -> None:
    """Print a unified diff."""
    for number, line in enumerate(lines):
        style = "bold" if number < 2 else _COLOURS.get(line[:1], "")
        console.print(Text(plain(line, _LINE), style), soft_wrap=True)


def show_beside(mine: str, reference: str, console: Console) -> None:
    """Print each function and class of the reference, and the learner's of that name."""
    own = _definitions(mine)
    for name, source in _definitions(reference).items():
        if name.startswith("_"):
            continue
        paragraph(console, Text(name, "bold"))
        pair = [("yours", own.get(name, "(not in your file)")), ("the reference", source)]
        if own.get(name) == source:
            pair = [("yours, and the reference is the same", source)]
        if console.width >= BESIDE_FROM:
            _show_columns(pair, console)
        else:
            for title, text in pair:
                paragraph(console, Text(title, "dim"))
                console.print(_code(text))
        console.print()


def _show_columns(pair: Sequence[tuple[str, str]], console: Console) -> None:
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), expand=True)
    for title, _ in pair:
        table.add_column(title, ratio=1, header_style="dim")
    table.add_row(*(_code(text) for _, text in pair))
    console.print(table)


def _code(source: str) -> Syntax:
    from rich.syntax import Syntax  # here, since it takes longer to import than all the rest

    text = "\n".join(plain(line, _LINE) for line in source.splitlines())
    return Syntax(text, "python", theme="ansi_dark", background_color="default", word_wrap=True)


def _definitions(source: str) -> dict[str, str]:
    """Return top-level functions and classes by name, without their docstrings."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):
        return {}
    lines = source.splitlines()
    return {
        node.name: "\n".join(_without_docstring(node, lines))
        for node in body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


def _without_docstring(node: ast.FunctionDef | ast.ClassDef, lines: Sequence[str]) -> list[str]:
    start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]) - 1
    dropped: set[int] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(inner) is not None:
            text = inner.body[0]
            if len(inner.body) > 1:
                dropped.update(range(text.lineno - 1, (text.end_lineno or text.lineno)))
    return [lines[number] for number in range(start, node.end_lineno or start) if number not in dropped]
