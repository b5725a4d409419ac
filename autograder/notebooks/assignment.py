"""An exercise as nbgrader's assignment: one notebook, made from the solution and the suite's tests.

Each function or class that learners write has a text from its docstring, a solution cell, and a locked,
graded cell for each of its tests. A public test's cell runs the test; a hidden one's is empty once it is
released.
"""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeGuard

from autograder.authoring import regions
from autograder.course import Exercise
from autograder.notebooks.documents import Cell, Notebook
from autograder.notebooks.hinting import about
from autograder.notebooks.statements import Definition, first_line
from autograder.notebooks.texts import escaped, markdown, summary
from autograder.report import plain_number
from autograder.testing.points import Worth

_BLOCKS = re.DOTALL | re.MULTILINE
_CODE: Mapping[str, Any] = MappingProxyType({"cell_type": "code", "execution_count": None})
SCHEMA = 3  # of nbgrader's cell metadata
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
KERNEL = {
    "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
    "language_info": {"name": "python"},
}
INTRODUCTION, SETUP = "introduction", "setup"  # grade_ids of the first two cells
SETUP_SOURCE = "from autograder.notebooks import check\n\ncheck.start()"
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What learners write in one cell."""

    name: str  # of the function or class
    docstring: str
    source: str  # with the marks of the solution, the docstring cut to its first paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A solution, taken apart."""

    docstring: str
    preamble: str  # imports and constants that the exercise gives
    parts: tuple[Part, ...]


def notebook(exercise: Exercise, solution: str, tests: Mapping[str, Worth], local: Iterable[str]) -> Notebook:
    """Return the instructor's notebook: with the solutions, between nbgrader's marks.

    `local` names the tests that learners can run in the notebook; of the others they see a title alone.
    """
    taken = take_apart(solution, f"solutions/{exercise.module}.py")
    names = [part.name for part in taken.parts]
    # Below the last of the functions that it is about, so that all of them are there when it runs.
    places = {
        test: max(about(worth.title, names), key=names.index, default="") for test, worth in tests.items()
    }
    runs = set(local)
    cells = [_introduction(exercise, taken.docstring), _setup(taken.preamble)]
    for part in taken.parts:
        cells += [_about(part), _cell(part.name, part.source, solution=True)]
        cells += [_test(test, tests[test], test in runs) for test in tests if places[test] == part.name]
    whole = [test for test in tests if not places[test]]
    if whole:
        cells.append(_text("about-the-whole", "## All together"))
        cells += [_test(test, tests[test], test in runs) for test in whole]
    cells += _free(exercise.plots)
    return {"cells": cells, "metadata": dict(KERNEL), "nbformat": 4, "nbformat_minor": 5}


def take_apart(solution: str, origin: str) -> Parts:
    """Cut a solution into its docstring, its preamble and a part a public function or class.

    What is private to the solution goes to the top of the first part: cells run from top to bottom, and the
    tests of a function are run before the cells that follow them.
    """
    tree = regions.parse(solution, origin)
    lines = solution.splitlines()
    private = _private_lines(solution, origin)
    given = "\n".join(lines[number] for number in private)
    for number in private:
        lines[number] = ""
    public = [node for node in tree.body if _is_public(node)]
    docstring = ast.get_docstring(tree) or ""
    start = (tree.body[0].end_lineno or 1) if docstring else 0
    first = min(first_line(node) for node in public) - 1
    ends = [_end(node, lines) for node in public[:-1]] + [len(lines)]
    blocks = [range(begin, end) for begin, end in zip([first, *ends[:-1]], ends, strict=True)]
    parts = [_part(node, lines, block) for node, block in zip(public, blocks, strict=True)]
    if given:
        parts[0] = dataclasses.replace(parts[0], source=f"{given}\n\n\n{parts[0].source}")
    preamble = "\n".join(lines[start:first])
    return Parts(docstring=docstring, preamble=preamble.strip(), parts=tuple(parts))


def _is_public(node: ast.stmt) -> TypeGuard[Definition]:
    return isinstance(node, _DEFINITIONS) and not node.name.startswith("_")


def _private_lines(solution: str, origin: str) -> list[int]:
    """Return the lines at module level, from 0, that lie between marks."""
    found = [region for region in regions.find(solution, origin) if region.owner is None]
    return [number for region in found for number in range(region.begin - 1, region.end)]


def _end(node: ast.stmt, lines: Sequence[str]) -> int:
    """Return where a definition ends, with the mark that ends a region in it."""
    end = node.end_lineno or node.lineno
    while end < len(lines) and lines[end].startswith((" ", "\t")):
        end += 1
    return end


def _part(node: Definition, lines: Sequence[str], block: range) -> Part:
    docstring = ast.get_docstring(node, clean=False) or ""
    text = list(lines[block.start : block.stop])
    if docstring:
        where = node.body[0]
        begin, end = where.lineno - 1 - block.start, (where.end_lineno or where.lineno) - block.start
        indent = " " * where.col_offset
        text[begin:end] = [f'{indent}"""{summary(docstring)}"""']
    return Part(name=node.name, docstring=docstring, source="\n".join(text).strip("\n"))


def _introduction(exercise: Exercise, docstring: str) -> Cell:
    title, _, rest = docstring.partition("\n")
    how = (
        "Write your code in the cells that say *not written yet*, and run each cell with Shift+Enter. "
        "The cells below it check your work. Checks marked *hidden* run when you have handed in. "
        "`check.hint()` shows what there is to help you."
    )
    text = f"# {exercise.title}\n\n{escaped(title)}\n\n{markdown(rest)}\n\n{how}"
    return _text(INTRODUCTION, text.replace("\n\n\n\n", "\n\n"))


def _setup(preamble: str) -> Cell:
    return _cell(SETUP, f"{preamble}\n\n{SETUP_SOURCE}".strip())


def _about(part: Part) -> Cell:
    return _text(f"about-{part.name}", f"## `{part.name}`\n\n{markdown(part.docstring)}".strip())


def _test(name: str, worth: Worth, local: bool) -> Cell:
    points = plain_number(worth.points)
    unit = "point" if points == 1 else "points"
    head = f"# {worth.title} ({points} {unit})"
    if local:
        return _cell(name, f'{head}\ncheck("{name}")', points=worth.points)
    why = "hidden" if not worth.public else "compared with the solution"
    body = f'{BEGIN_HIDDEN}\ncheck("{name}")\n{END_HIDDEN}'
    return _cell(name, f"{head}\n# {why}: runs when you have handed in\n{body}", points=worth.points)


def _free(path: Path) -> list[Cell]:
    """Return cells that learners may change as they like, from the text and the code blocks of a document."""
    if not path.exists():
        return []
    pieces = re.split(r"^```python\n(.*?)^```[ ]*$", path.read_text(encoding="utf-8"), flags=_BLOCKS)
    cells: list[Cell] = []
    for number, piece in enumerate(piece.strip() for piece in pieces):
        if not piece:
            continue
        cell: Cell = {"id": f"plot-{number}", "source": piece, "metadata": {}, "cell_type": "markdown"}
        cells.append({**cell, **_CODE, "outputs": []} if number % 2 else cell)
    return cells


def _text(name: str, source: str) -> Cell:
    return {**_base(name, source), "cell_type": "markdown"}


def _cell(name: str, source: str, *, solution: bool = False, points: float | None = None) -> Cell:
    """Return a code cell to be written, a locked one, or, with points, a locked one that is graded."""
    base = _base(name, source)
    about = base["metadata"]["nbgrader"]
    about |= {"solution": solution, "locked": not solution, "grade": points is not None}
    if points is not None:
        about["points"] = plain_number(points)
    return {**base, **_CODE, "outputs": []}


def _base(name: str, source: str) -> Cell:
    about = {
        "schema_version": SCHEMA,
        "grade_id": name,
        "grade": False,
        "solution": False,
        "locked": True,
        "task": False,
    }
    return {"id": cell_id(name), "source": source, "metadata": {"nbgrader": about}}


def cell_id(name: str) -> str:
    """Return a cell's id in the notebook: the same in each release, in the form that nbformat wants."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", name)[:64]
