"""nbgrader's tables, as classes. Import this module inside functions: it takes a second or two.

It would take twice as long if jsonschema, which nbgrader imports on its way, could import its grammar of
international addresses: that is compiled each time, and nothing in a gradebook is checked with it.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

__all__ = [
    "ALEMBIC_FOLDER",
    "Assignment",
    "Base",
    "Comment",
    "Course",
    "Grade",
    "GradeCell",
    "Notebook",
    "SolutionCell",
    "Student",
    "SubmittedAssignment",
    "SubmittedNotebook",
    "new_uuid",
    "parse_utc",
]

UNUSED = "rfc3987_syntax"


@contextlib.contextmanager
def _without(module: str) -> Iterator[None]:
    """Let imports of a module fail for a moment, as where it is not installed."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]  # the import system's mark for "not to be had"
    try:
        yield
    finally:
        del sys.modules[module]


with _without(UNUSED):
    from nbgrader.api import (  # type: ignore[import-untyped]  # nbgrader ships no types
        Assignment,
        Base,
        Comment,
        Course,
        Grade,
        GradeCell,
        Notebook,
        SolutionCell,
        Student,
        SubmittedAssignment,
        SubmittedNotebook,
        new_uuid,
    )
    from nbgrader.dbutil import ALEMBIC_DIR as ALEMBIC_FOLDER  # type: ignore[import-untyped]
    from nbgrader.utils import parse_utc  # type: ignore[import-untyped]
