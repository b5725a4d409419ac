"""Ways to write grades for other programs, by the name that a command line gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from autograder.gradebook.exporters.csv import Graded, write_grades_csv, write_totals_csv

__all__ = ["EXPORTERS", "Exporter", "Graded", "write_grades_csv", "write_totals_csv"]

Exporter = Callable[[Path, Iterable[Graded]], None]

EXPORTERS: Mapping[str, Exporter] = MappingProxyType({"csv": write_grades_csv, "csv-wide": write_totals_csv})
