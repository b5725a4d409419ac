"""Where to begin: the first function of a learner's file that still raises NotImplementedError."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A function that is not written yet."""

    name: str  # "forward" of class Network is "Network.forward"
    line: int  # of its def


def first_unwritten(source: bytes) -> Unwritten | None:
    """Return the first function in reading order, or None where there is none or the source is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return next(_unwritten(tree.body, ""), None)


def _unwritten(body: list[ast.stmt], owner: str) -> Iterator[Unwritten]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _unwritten(node.body, f"{owner}{node.name}.")
        elif isinstance(node, ast.FunctionDef) and any(map(_raises, ast.walk(node))):
            yield Unwritten(f"{owner}{node.name}", node.lineno)


def _raises(node: ast.AST) -> bool:
    if not isinstance(node, ast.Raise):
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
