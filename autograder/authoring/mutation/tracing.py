"""Which tests run which functions: a solution whose functions print their names when first called."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.report import Report

_MARK = "reached: "
_TELLER = f"""
def _tell_that_reached(name, told=set()):
    if name not in told:
        told.add(name)
        print(f"\\n{_MARK}{{name}}", flush=True)

"""


def telling(solution: str) -> str:
    """Return a solution whose functions and methods tell when they are first called in a worker.

    A function whose body stands beside its `def` does not.
    """
    tree = ast.parse(solution)
    lines = solution.splitlines()
    # From below, so that the lines above keep their numbers.
    for name, first in sorted(_functions(tree), key=lambda pair: -pair[1].lineno):
        indent = " " * first.col_offset
        lines.insert(_first_line(first) - 1, f"{indent}_tell_that_reached({name!r})")
    lines.insert(_first_line(next(node for node in tree.body if not _comes_first(node))) - 1, _TELLER)
    return "\n".join(lines) + "\n"


def reaching(report: Report) -> dict[str, tuple[str, ...]]:
    """Return for each function or method the tests that ran it, from the report of a telling solution."""
    found: dict[str, list[str]] = {}
    for test in report.tests:
        for line in test.output.splitlines():
            if line.startswith(_MARK):
                found.setdefault(line.removeprefix(_MARK), []).append(test.id)
    return {name: tuple(dict.fromkeys(tests)) for name, tests in found.items()}


def _comes_first(node: ast.stmt) -> bool:
    """Whether nothing may stand before this: a docstring, or an import from __future__."""
    docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return docstring or (isinstance(node, ast.ImportFrom) and node.module == "__future__")


def _functions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.stmt]]:
    """Yield the functions and methods by name, each with the first statement that is not its docstring."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            name = prefix + child.name
            body = child.body[1:] if ast.get_docstring(child) is not None else child.body
            if isinstance(child, ast.FunctionDef) and body and body[0].lineno > child.lineno:
                yield name, body[0]
            yield from _functions(child, f"{name}.")
        else:
            yield from _functions(child, prefix)


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])
