"""Curves in one line of text: what a training does, in a terminal of any kind."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from autograder.exhibits import Curves
from autograder.text import plain

_LEVELS = "▁▂▃▄▅▆▇█"
_MOST_CELLS, _LEAST_CELLS = 24, 4


def line(values: Sequence[float], cells: int) -> str:
    """Return numbers as a row of blocks, the least as the lowest; each block is a mean of its neighbours."""
    count = min(cells, len(values))
    edges = [len(values) * number // count for number in range(count + 1)] if count else []
    means = [sum(values[a:b]) / (b - a) for a, b in itertools.pairwise(edges)]
    low, high = min(means, default=0.0), max(means, default=0.0)
    scale = (len(_LEVELS) - 1) / (high - low) if high > low else 0.0
    return "".join(_LEVELS[round((value - low) * scale)] for value in means)


def curves(shown: Curves, console: Console, *, room: int) -> Text:
    """Return the curves side by side in so many columns, each with its last number.

    Where a terminal knows ASCII alone, there are numbers alone.
    """
    names = {plain(name, 20): values for name, values in shown.series.items() if values}
    spare = room - sum(len(name) + len("  0.123  ") for name in names)
    cells = min(max(spare // (len(names) or 1), _LEAST_CELLS), _MOST_CELLS)
    parts = []
    for name, values in names.items():
        drawn = "" if console.options.ascii_only else f"{line(values, cells)} "
        parts.append(Text.assemble(f"{name} ", (drawn, "cyan"), f"{values[-1]:.3f}"))
    return Text("  ").join(parts)
