"""A sign of life while something takes seconds."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from autograder.render.consoles import open_console


@contextlib.contextmanager
def waiting(what: str, *, silent: bool) -> Iterator[None]:
    """Show on a terminal that something is being done."""
    console = open_console(stderr=True)
    if silent or not console.is_terminal or console.is_dumb_terminal:
        yield
        return
    with console.status(what, spinner="line"):  # which every encoding has
        yield
