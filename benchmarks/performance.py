"""Measure everything that docs/performance.md tells, and write its table.

    python benchmarks/performance.py                          # about a quarter of an hour
    python benchmarks/performance.py --only class --submissions 10000
    python benchmarks/performance.py --only ""                # only write the table anew

Each part is a script of this folder. What it finds is kept in results/performance/<part>.json, so parts can
be measured on different days; the table is made from all that are there. A part that has not been measured
has a row that says so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import performance_rows as rows
from side_by_side import REPOSITORY

PAGE = REPOSITORY / "docs" / "performance.md"
KEPT = REPOSITORY / "results" / "performance"
BEGIN, END = "<!-- begin: table of performance -->", "<!-- end: table of performance -->"
HEAD = ("| What | Measured | Promised | Kept? |", "|---|---|---|---|")

# A part, and what makes rows of its figures; in the table's order.
PARTS: dict[str, Callable[[Mapping[str, Any]], list[rows.Row]]] = {
    "check": rows.check,
    "watch": rows.watch,
    "all": rows.grade_all,
    "floor": rows.floor,
    "class": rows.whole_class,
    "course": rows.course,
    "cluster": rows.cluster,
}


def main() -> None:
    """Measure, and rewrite the table."""
    options = _options()
    _around_table(options.page)  # better to miss its marks now than after measuring
    for part in options.only:
        _measure(part, options)
    found = {part: _read(options.kept / f"{part}.json") for part in PARTS}
    before, after = _around_table(options.page)  # somebody may have edited the page meanwhile
    options.page.write_text(f"{before}{BEGIN}\n\n{_table(found)}\n\n{END}{after}")
    print(f"written: {options.page}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    everything = ",".join(PARTS)
    parser.add_argument(
        "--only", type=_parts, default=everything, metavar="PARTS", help=f"of {everything} (all)"
    )
    parser.add_argument("--otter", default=sys.executable, help="a Python that has otter-grader (this one)")
    parser.add_argument("--submissions", type=int, default=1002, help="of the simulated class (1002)")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page with the table")
    parser.add_argument("--kept", type=Path, default=KEPT, help="where figures are kept")
    return parser.parse_args()


def _parts(text: str) -> list[str]:
    wanted = [part for part in text.split(",") if part]
    if unknown := set(wanted) - set(PARTS):
        raise argparse.ArgumentTypeError(f"there is no part {', '.join(sorted(unknown))} to measure")
    return wanted


def _measure(part: str, options: argparse.Namespace) -> None:
    arguments = {
        "check": ("--rounds", "4"),
        "watch": ("--saves", "20", "--checks", "2"),
        "all": ("--learners", "300", "--notebooks", "5", "--rounds", "2", "--otter", options.otter),
        "floor": ("--rounds", "2"),
        "class": ("--submissions", str(options.submissions)),
        "course": ("--rounds", "1"),
        "cluster": ("--learners", "120"),
    }[part]
    command = [sys.executable, str(Path(__file__).with_name(f"bench_{part}.py")), *arguments, "--json"]
    print(f"{part}: {' '.join(command[1:])}", file=sys.stderr, flush=True)
    start = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"bench_{part}.py ended with exit code {done.returncode}:\n{done.stdout[-2000:]}")
    options.kept.mkdir(parents=True, exist_ok=True)
    (options.kept / f"{part}.json").write_text(done.stdout)
    print(f"{part}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)


def _read(path: Path) -> Mapping[str, Any] | None:
    return json.loads(path.read_text()) if path.exists() else None


def _around_table(page: Path) -> tuple[str, str]:
    """Return the page before and after its table; ends the script where it has no place for one."""
    before, begin, rest = page.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        sys.exit(f'{page} has no place for the table: put two lines into it, "{BEGIN}" and "{END}"')
    return before, after


def _table(found: Mapping[str, Mapping[str, Any] | None]) -> str:
    lines = list(HEAD)
    for part, make in PARTS.items():
        figures = found[part]
        lines += map(_line, make(figures) if figures else [rows.missing(part)])
    return "\n".join([*lines, "", *_machines([one for one in found.values() if one])])


def _line(row: rows.Row) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


def _machines(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a line for each machine that was measured on: one, unless parts are of different days."""
    return list(dict.fromkeys(rows.machine(one["machine"]) for one in found if "machine" in one))


if __name__ == "__main__":
    main()
