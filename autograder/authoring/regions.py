"""The regions of a solution that learners write themselves: the lines between nbgrader's marks."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from autograder.errors import CourseError

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One pair of marks."""

    begin: int  # line of the mark that opens it, from 1
    end: int  # line of the mark that closes it
    indent: str  # what stands before the mark that opens it
    owner: str | None  # "function" or "Class.method" whose body it lies in; None at module or class level


def parse(source: str, origin: str) -> ast.Module:
    """Parse a course's Python file; raises `CourseError` with the place of a syntax error."""
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise CourseError(
            f"{origin}:{error.lineno}: this is not valid Python: {error.msg}; mend it"
        ) from error


def without_marks(source: str) -> str:
    """Return a solution without the lines that hold the marks."""
    lines = source.splitlines(keepends=True)
    return "".join(line for line in lines if line.strip() not in (BEGIN, END))


def find(source: str, origin: str) -> tuple[Region, ...]:
    """Return the regions of a solution in order, each checked; raises `CourseError` where one is wrong."""
    tree = parse(source, origin)
    lines = source.splitlines()
    regions = tuple(
        Region(begin=begin, end=end, indent=_indent(lines[begin - 1]), owner=_owner(tree, begin))
        for begin, end in _pairs(source, origin)
    )
    for region in regions:
        _check_content([tree.body], region, origin)
    for name, function in _functions(tree):
        _check_function(name, function, regions, origin)
    return regions


def _pairs(source: str, origin: str) -> Iterator[tuple[int, int]]:
    opened = 0
    for line, text in _marks(source, origin):
        if text == BEGIN and opened:
            raise CourseError(
                f'{origin}:{line}: "{BEGIN}" stands inside the region that began at line {opened}; '
                f'close that one first with "{END}"'
            )
        if text == BEGIN:
            opened = line
        elif not opened:
            raise CourseError(f'{origin}:{line}: "{END}" closes nothing; put "{BEGIN}" above it or remove it')
        else:
            yield opened, line
            opened = 0
    if opened:
        raise CourseError(
            f'{origin}:{opened}: "{BEGIN}" is never closed; put "{END}" below what learners write'
        )


def _marks(source: str, origin: str) -> Iterator[tuple[int, str]]:
    # Tokens rather than lines: a mark quoted in a docstring is not a mark.
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        if "BEGIN SOLUTION" not in token.string.upper() and "END SOLUTION" not in token.string.upper():
            continue
        if token.string not in (BEGIN, END) or token.line.strip() != token.string:
            raise CourseError(
                f'{origin}:{token.start[0]}: "{token.line.strip()}" is not a mark; '
                f'write "{BEGIN}" or "{END}" alone on its line'
            )
        yield token.start[0], token.string


def _check_content(blocks: Sequence[Sequence[ast.stmt]], region: Region, origin: str) -> None:
    """Check that a region holds whole statements of one of these blocks, or of one deeper inside."""
    inside = [node for block in blocks for node in block if _is_inside(node, region)]
    cut = [node for block in blocks for node in block if _is_cut(node, region)]
    of_one_block = any(all(node in block for node in inside) for block in blocks)
    if len(cut) == 1 and not inside and cut[0].lineno < region.begin:
        _check_content(_blocks(cut[0]), region, origin)
    elif cut or (inside and not of_one_block):
        first, last = _span((cut or inside)[0])
        raise CourseError(
            f"{origin}:{region.begin}: the region cuts through the statement of lines {first} to {last}; "
            "move the marks so that they hold whole statements of one block"
        )
    elif not inside:
        raise CourseError(
            f"{origin}:{region.begin}: the region holds no statement; put the part that learners write inside"
        )


def _is_inside(node: ast.stmt, region: Region) -> bool:
    first, last = _span(node)
    return region.begin < first and last < region.end


def _is_cut(node: ast.stmt, region: Region) -> bool:
    first, last = _span(node)
    return first < region.begin <= last or first < region.end <= last


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    """Return the blocks directly inside a statement: body, else, except, finally, case."""
    holders = [node, *getattr(node, "handlers", []), *getattr(node, "cases", [])]
    return [
        block
        for holder in holders
        for key in ("body", "orelse", "finalbody")
        if (block := getattr(holder, key, []))
    ]


def _check_function(name: str, function: Function, regions: tuple[Region, ...], origin: str) -> None:
    first, last = _span(function)
    if any(_is_inside(function, region) for region in regions):
        return  # private to the solution: the stub does not have it
    if any(first < region.begin <= last for region in regions) or _is_declaration(function):
        return
    raise CourseError(
        f"{origin}:{function.lineno}: {name} has no region, so the stub would give its body away; "
        f'put the part that learners write between "{BEGIN}" and "{END}"'
    )


def _is_declaration(function: Function) -> bool:
    """Whether the body is only a docstring, `...` or `pass`."""
    return all(
        isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in function.body
    )


def _functions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, Function]]:
    """Yield the functions and methods of a module by name, without those inside functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name, child
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.If | ast.Try | ast.With):
            yield from _functions(child, prefix)


def _owner(tree: ast.Module, line: int) -> str | None:
    for name, function in _functions(tree):
        if function.lineno < line <= (function.end_lineno or function.lineno):
            return name
    return None


def _span(node: ast.stmt) -> tuple[int, int]:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return first, node.end_lineno or node.lineno


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
