"""The top-level statements of a module, and those of them that some names need.

The same question is asked of a suite (what do its public tests need?) and of a notebook (what do the
functions that are graded need, out of everything that was tried in its cells?).
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
EVERY_NAME = "*"  # bound by `from module import *`, which may bind anything

UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)  # what the parser raises over a text


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One top-level statement: its text, the global names that it binds, changes and uses."""

    text: str
    node: ast.stmt
    lines: tuple[int, ...]  # of the source, one for each line of the text
    binds: frozenset[str]
    changes: frozenset[str]  # names whose values it alters: `table["a"] = 1`, `table.update(...)`
    uses: frozenset[str]  # also those that the bodies of its functions use, when they are called
    arguments: frozenset[str]  # names of parameters; pytest looks fixtures up by them
    source: str = ""  # what it stands in, in words: "cell 5"

    @property
    def is_future(self) -> bool:
        """Whether it is a `from __future__ import`, which must come first in a module."""
        return isinstance(self.node, ast.ImportFrom) and self.node.module == "__future__"


def statements(source: str) -> list[Statement]:
    """Return the top-level statements of a source; raises one of `UNPARSABLE` where it is no Python."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")  # Python counts no other line breaks
    lines = source.split("\n")
    nodes = ast.parse(source).body
    shared = _shared_lines(nodes)
    return [_statement(node, *_text(node, lines, shared)) for node in nodes]


def needed(
    items: Sequence[Statement], names: Iterable[str], *, fixtures: bool = False
) -> tuple[Statement, ...]:
    """Return the statements that define `names`, and those that these need, in their order.

    `fixtures` has a function need the functions that its parameters name, as pytest does.
    """
    wanted = {*names, EVERY_NAME}
    kept: set[int] = set()
    grows = True
    while grows:
        grows = False
        data = {name for number in kept if _is_data(items[number].node) for name in items[number].binds}
        for number, item in enumerate(items):
            if number in kept or not (item.binds & wanted or _alters(item, wanted, data)):
                continue
            kept.add(number)
            wanted |= item.uses | (item.arguments if fixtures else frozenset())
            grows = True
    return tuple(items[number] for number in sorted(kept))


def joined(items: Iterable[Statement]) -> str:
    """Return the text of a module of these statements; imports from `__future__` go first, once each."""
    return "\n\n".join(item.text for item in _in_order(items)) + "\n"


def places(items: Iterable[Statement]) -> dict[int, tuple[str, int]]:
    """Return what each line of such a module stands in, and in which line of it."""
    found: dict[int, tuple[str, int]] = {}
    number = 1
    for item in _in_order(items):
        found |= {number + offset: (item.source, line) for offset, line in enumerate(item.lines)}
        number += len(item.lines) + 1  # and an empty line
    return found


def first_line(node: ast.stmt) -> int:
    """Return the line where a statement begins, decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _in_order(items: Iterable[Statement]) -> list[Statement]:
    chosen = list(items)
    futures = {item.text: item for item in reversed(chosen) if item.is_future}
    return [*reversed(futures.values()), *(item for item in chosen if not item.is_future)]


def _alters(item: Statement, wanted: set[str], data: set[str]) -> bool:
    """An experiment that merely calls something changes nothing that a function needs."""
    if isinstance(item.node, ast.Expr):
        return bool(item.changes & wanted & data)
    return bool(item.changes & wanted)


def _is_data(node: ast.stmt) -> bool:
    return not isinstance(node, (*_DEFINITIONS, *_IMPORTS))


def _shared_lines(nodes: Sequence[ast.stmt]) -> set[int]:
    """Return the lines on which more than one statement stands, joined by semicolons."""
    return {first_line(after) for before, after in pairwise(nodes) if before.end_lineno == first_line(after)}


def _text(node: ast.stmt, lines: Sequence[str], shared: set[int]) -> tuple[str, tuple[int, ...]]:
    """Return a statement's text, and the line of the source that each of its lines is."""
    first, last = first_line(node), node.end_lineno or node.lineno
    if shared & {first, last}:
        text = ast.unparse(node)
        return text, (first,) * len(text.split("\n"))
    return "\n".join(lines[first - 1 : last]), tuple(range(first, last + 1))


def _statement(node: ast.stmt, text: str, lines: tuple[int, ...]) -> Statement:
    table = symtable.symtable(text, "<statement>", "exec")
    binds = {symbol.get_name() for symbol in table.get_symbols() if _is_bound(symbol)}
    uses = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
        binds.add(EVERY_NAME)
    arguments = {child.arg for child in ast.walk(node) if isinstance(child, ast.arg)}
    return Statement(
        text=text,
        node=node,
        lines=lines,
        binds=frozenset(binds),
        changes=frozenset(_changed(node)),
        uses=frozenset(uses.union(*map(_globals, table.get_children()))),
        arguments=frozenset(arguments) if isinstance(node, _DEFINITIONS) else frozenset(),
    )


def _is_bound(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def _globals(table: symtable.SymbolTable) -> set[str]:
    """Return the global names that a function or class, and those inside it, look up."""
    found = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    return found.union(*map(_globals, table.get_children()))


def _changed(node: ast.stmt) -> Iterator[str]:
    """Yield the names at the roots of what a statement stores into, deletes from, or calls a method of."""
    if isinstance(node, _DEFINITIONS):
        return
    for child in ast.walk(node):
        if isinstance(child, ast.Attribute | ast.Subscript) and isinstance(child.ctx, ast.Store | ast.Del):
            yield _root(child)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        called = node.value.func
        if isinstance(called, ast.Attribute):
            yield _root(called)


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
