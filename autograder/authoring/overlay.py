"""Overlays: modules that hold only what differs from a solution, and how the two become one module."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.authoring import regions
from autograder.errors import CourseError

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One top-level statement."""

    source: str  # its lines, with decorators and the comments directly above it
    node: ast.stmt
    defines: frozenset[str]

    @property
    def is_import(self) -> bool:
        return isinstance(self.node, ast.Import | ast.ImportFrom)


def compose(
    solution_source: str, overlay_source: str, *, solution: str = "solution", overlay: str = "overlay"
) -> str:
    """Return the solution with the overlay's definitions in place of its own, and the others added.

    A top-level function, class or constant that the solution has too is replaced where it stands. Imports
    and helpers go where everything that they need to run is defined already. `solution` and `overlay` name
    the two in errors; raises `CourseError` when the overlay replaces nothing.
    """
    base = _items(regions.without_marks(solution_source), solution)
    changes = [item for item in _items(overlay_source, overlay) if not _is_docstring(item)]
    replacing = _replacing(base, changes)
    if not replacing:
        raise CourseError(
            f"{overlay}:1: this overlay replaces no function or class of {solution}; "
            f"define at least one of {', '.join(_definitions(base))} in it"
        )
    result: list[_Item] = []
    placed: set[int] = set()
    for item in base:
        new = next((replacing[name] for name in sorted(item.defines) if name in replacing), None)
        if new is None or item.is_import:
            result.append(item)
        elif id(new) not in placed:
            result.append(new)
            placed.add(id(new))
    _add(result, [item for item in changes if not any(item is new for new in replacing.values())])
    return "\n\n".join(item.source.strip("\n") for item in result) + "\n"


def replaced(solution_source: str, overlay_source: str) -> frozenset[str]:
    """Return the names of the solution that an overlay replaces."""
    return frozenset(_replacing(_items(solution_source, "solution"), _items(overlay_source, "overlay")))


def public_names(source: str) -> tuple[str, ...]:
    """Return the public functions and classes that a solution defines, in order."""
    return tuple(_definitions(_items(source, "solution")))


def _definitions(items: Iterable[_Item]) -> list[str]:
    return [
        item.node.name
        for item in items
        if isinstance(item.node, _DEFINITIONS) and not item.node.name.startswith("_")
    ]


def _replacing(base: Sequence[_Item], changes: Sequence[_Item]) -> dict[str, _Item]:
    taken = {name for item in base for name in item.defines if not item.is_import}
    return {
        name: item
        for item in changes
        if not item.is_import and item.defines <= taken
        for name in item.defines
    }


def _add(result: list[_Item], additions: Sequence[_Item]) -> None:
    """Insert each addition as early as what it needs allows, after the leading imports, in order."""
    everything = [*result, *additions]
    position = 0
    known = {item.source.strip() for item in result}
    for addition in [item for item in additions if item.is_import and item.source.strip() not in known]:
        result.insert(_after_imports(result, future=_is_future(addition)), addition)
    for addition in [item for item in additions if not item.is_import]:
        needs = _needs(addition, everything)
        # After its own namesakes too: what the overlay says must be the last word.
        names = needs | addition.defines
        after = [number for number, item in enumerate(result, 1) if item.defines & names]
        position = max([position, _after_imports(result), *after])
        result.insert(position, addition)
        position += 1


def _after_imports(items: Sequence[_Item], *, future: bool = False) -> int:
    """Return where the leading imports end; with `future` only those from `__future__`."""
    for number, item in enumerate(items):
        passed = _is_future(item) if future else item.is_import
        if not passed and not (number == 0 and _is_docstring(item)):
            return number
    return len(items)


def _is_future(item: _Item) -> bool:
    return isinstance(item.node, ast.ImportFrom) and item.node.module == "__future__"


def _needs(item: _Item, everything: Sequence[_Item]) -> frozenset[str]:
    """Return the names that must be defined when this statement runs.

    A function's body runs later, unless the statement calls it: so the bodies of the functions and classes
    that the statement names count too.
    """
    names = set(_names_at_definition(item.node))
    todo = sorted(names)
    while todo:
        name = todo.pop()
        for other in everything:
            if name in other.defines and isinstance(other.node, _DEFINITIONS):
                deeper = _names(other.node) - names
                names |= deeper
                todo += sorted(deeper)
    return frozenset(names)


def _names_at_definition(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        parts: list[ast.AST] = [*node.decorator_list, node.args, *([node.returns] if node.returns else [])]
    elif isinstance(node, ast.ClassDef):
        inner = [name for child in node.body for name in _names_at_definition(child)]
        parts = [*node.decorator_list, *node.bases, *node.keywords]
        return set(inner).union(*(_names(part) for part in parts))
    else:
        parts = [node]
    return set().union(*(_names(part) for part in parts))


def _names(node: ast.AST) -> set[str]:
    return {
        child.id
        for child in ast.walk(node)
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load)
    }


def _items(source: str, origin: str) -> list[_Item]:
    tree = regions.parse(source, origin)
    lines = source.splitlines()
    items: list[_Item] = []
    end = 0
    for node in tree.body:
        first, last = _first_line(node), node.end_lineno or node.lineno
        # Two statements on one line stay one item's text each: cut by columns is not worth it.
        if first <= end:
            raise CourseError(
                f"{origin}:{first}: two statements share this line; put each on a line of its own"
            )
        items.append(_Item(source="\n".join(lines[end:last]), node=node, defines=_defined(node)))
        end = last
    return items


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _defined(node: ast.stmt) -> frozenset[str]:
    if isinstance(node, _DEFINITIONS):
        return frozenset({node.name})
    names: set[str] = set()
    passing = {  # the variables of comprehensions live no longer than these do
        id(name)
        for child in ast.walk(node)
        if isinstance(child, ast.comprehension)
        for name in ast.walk(child.target)
    }
    for child in ast.walk(node):
        if id(child) in passing:
            continue
        if isinstance(child, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name.partition(".")[0] for alias in child.names}
        elif isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            names.add(child.id)
        elif isinstance(child, _DEFINITIONS):
            names.add(child.name)
    return frozenset(names)


def _is_docstring(item: _Item) -> bool:
    return isinstance(item.node, ast.Expr) and isinstance(item.node.value, ast.Constant)
