"""From the code cells of a notebook to the module that is graded.

Which cells a learner edited, copied, moved or marked as what does not matter: a module is made from what the
graded functions need, wherever it stands. What was only tried out (calls, plots, magics, shell lines) is left
behind, so it can neither break grading nor take its time. Nothing of a cell is run here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from autograder.notebooks.statements import UNPARSABLE, Statement, joined, needed, places, statements
from autograder.text import plain

MAX_SOURCE = 1 << 20  # characters of all code cells together
MAX_CELLS = 2_000
# Cell magics whose body is Python that runs in the notebook; of all others nothing can be used.
_TRANSPARENT = re.compile(r"\s*%%(?:time|timeit|capture|prun|debug)\b[^\n]*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """What is graded of a notebook."""

    text: str
    # By line: the cell that it comes from, and the line there.
    places: Mapping[int, tuple[str, int]] = field(default_factory=dict)


def module_of(
    cells: Sequence[str], names: Sequence[str], *, preamble: str = "", labels: Sequence[str] = ()
) -> Module:
    """Return the module that defines `names` as the cells do, in their order; of two definitions the last
    counts.

    `preamble` is what the exercise gives: its imports and constants. `labels` is what to call each cell; by
    default they are counted from 1. A cell that is no Python costs the names that it would define: they raise
    a SyntaxError that says where.
    """
    if len(cells) > MAX_CELLS or sum(map(len, cells)) > MAX_SOURCE:
        return failing_module(
            f"the notebook has more than {MAX_CELLS:,} code cells or {MAX_SOURCE >> 10:,} KB of code; "
            "hand in the exercise alone"
        )
    labels = labels or [f"code cell {number}" for number in range(1, len(cells) + 1)]
    items = [replace(item, source="the first cell") for item in statements(preamble)]
    for label, cell in zip(labels, cells, strict=True):
        found = _readable(cell) or _standing_in(cell, label, names)
        items += [replace(item, source=label) for item in found]
    kept = needed(items, names)
    return Module(text=joined(kept), places=places(kept))


def failing_module(reason: str) -> Module:
    """Return a module that cannot be imported, and says why."""
    return Module(text=f"raise ImportError({plain(reason, 400)!r})\n")


def _readable(cell: str) -> list[Statement] | None:
    """Return a cell's statements, or None where it is no Python even without its magics."""
    try:
        return statements(cell)
    except UNPARSABLE:
        pass
    try:
        return statements(_without_magics(cell))
    except (*UNPARSABLE, RuntimeError):  # RuntimeError: IPython gives up over thousands of magics
        return None


def _without_magics(cell: str) -> str:
    """Return a cell as IPython would run it: magics and shell lines become calls, which are left behind."""
    from IPython.core.inputtransformer2 import TransformerManager

    # A statement takes the place of the magic, so that lines keep their numbers.
    body = _TRANSPARENT.sub("pass\n", cell, count=1) if _TRANSPARENT.match(cell) else cell
    manager = TransformerManager()  # type: ignore[no-untyped-call]
    return str(manager.transform_cell(body))


def _standing_in(cell: str, label: str, names: Iterable[str]) -> list[Statement]:
    """Return definitions that raise the SyntaxError of a cell for each of `names` that it seems to define."""
    broken = [name for name in names if re.search(rf"^\s*(?:async\s+def|def|class)\s+{name}\b", cell, re.M)]
    reason = _reason(cell, label)
    return [
        item
        for name in broken
        for item in statements(f"def {name}(*_, **__):\n    raise SyntaxError({reason!r})\n")
    ]


def _reason(cell: str, label: str) -> str:
    where = f"{label} of the notebook"
    try:
        compile_error = _syntax_error(cell)
    except UNPARSABLE[1:]:
        return f"{where} is no Python that can be read"
    if compile_error is None or compile_error.lineno is None:
        return f"{where} is no valid Python"
    return plain(f"{where} is no valid Python: {compile_error.msg} (line {compile_error.lineno})", 200)


def _syntax_error(cell: str) -> SyntaxError | None:
    try:
        statements(cell)
    except SyntaxError as error:
        return error
    return None
