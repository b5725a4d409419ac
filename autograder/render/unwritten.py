"""What a learner has still to write, in a few words."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from autograder.report import Status, TestResult
from autograder.text import plain

_UNWRITTEN = re.compile(r"([^\W_]\w*) is not written yet")  # as tests that are not started say it


def what_is_missing(tests: Sequence[TestResult], functions: Collection[str] = ()) -> list[str]:
    """Return the functions that tests wait for, each once; `functions` are those that the file defines.

    A test whose function is not known is there with its title.
    """
    waiting = (test for test in tests if test.status is Status.NOT_STARTED)
    return list(dict.fromkeys(plain(_awaited(test, functions), 120) for test in waiting))


def _awaited(test: TestResult, functions: Collection[str]) -> str:
    """Of a class that cannot be made the message names `__init__`, and the title the class."""
    said = _UNWRITTEN.fullmatch(test.message)
    return said[1] if said else test.function_among(functions) or test.title
