"""What to work on: the first function of which a test failed, or the first that is not written yet."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from autograder.report import Report, Status

_NO_FAILURE = (Status.PASSED, Status.NOT_STARTED)


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A function that is not written yet."""

    name: str  # "forward" of class Network is "Network.forward"
    line: int  # of its def


def first_unwritten(source: bytes) -> Unwritten | None:
    """Return the first function in reading order that still raises NotImplementedError, or None."""
    return next(_unwritten(_statements(source), ""), None)


def first_failed(report: Report | None, names: Collection[str]) -> str | None:
    """Return which of these functions the title of the first failed test names; the first ✗ is shown for it.

    None where no test failed, none of them is named, or no test could run: then the functions may be right.
    """
    if report is None or report.ran_nothing:
        return None
    failed = (test for test in report.tests if test.status not in _NO_FAILURE)
    return next(filter(None, (test.function_among(names) for test in failed)), None)


def definitions(source: bytes) -> dict[str, int]:
    """Return the lines of a file's functions and classes, by name."""
    found = (node for node in _statements(source) if isinstance(node, ast.FunctionDef | ast.ClassDef))
    return {node.name: node.lineno for node in found}


def _statements(source: bytes) -> list[ast.stmt]:
    """Return what a file consists of; nothing where it is no Python."""
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


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
