"""Messages about the module in a notebook, told as messages about the notebook.

The grader knows a module, with lines that nobody has seen. Where its messages name one, learners read the
cell and the line in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from autograder.grading.verdicts import PLACE
from autograder.report import Report, TestResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Retelling:
    """What the lines of one module are in its notebook."""

    file: str  # the module's name, as messages have it
    places: Mapping[int, tuple[str, int]]

    def text(self, message: str) -> str:
        """Return a message with cells in the place of the module's lines, and the notebook in that of its
        name.
        """
        pattern = re.escape(PLACE.format(line=0, file=self.file)).replace("0", r"(\d{1,9})", 1)
        return re.sub(pattern, self._place, message).replace(self.file, "the notebook")

    def result(self, test: TestResult) -> TestResult:
        """Return a result with its texts so told."""
        return msgspec.structs.replace(
            test,
            message=self.text(test.message),
            details=self.text(test.details),
            output=self.text(test.output),
        )

    def report(self, report: Report) -> Report:
        """Return a report with all its texts so told."""
        return msgspec.structs.replace(report, tests=tuple(map(self.result, report.tests)))

    def _place(self, found: re.Match[str]) -> str:
        cell, line = self.places.get(int(found[1]), ("", 0))
        return f"in line {line} of {cell}" if cell else "in the notebook"
