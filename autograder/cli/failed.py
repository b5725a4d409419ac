"""Where to mend: the first function of which a test failed in the last check."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection

from autograder.report import Report, Status

_NO_FAILURE = (Status.PASSED, Status.NOT_STARTED)


def first_failed(report: Report | None, names: Collection[str]) -> str | None:
    """Return which of these functions the title of the first failed test names; the first ✗ is shown for it.

    None where no test failed, none of them is named, or no test could run: then the functions may be right.
    """
    if report is None or report.ran_nothing:
        return None
    titles = (test.title for test in report.tests if test.status not in _NO_FAILURE)
    return next((word for title in titles for word in re.findall(r"\w+", title) if word in names), None)


def definitions(source: bytes) -> dict[str, int]:
    """Return the lines of a file's functions and classes, by name; none where it is no Python."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    return {node.name: node.lineno for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
