"""How long from saving a file to the verdict on the screen, in `grade watch`?

Saves the solution of ex03 and a wrong variant of it in turn, in the ways in which editors save, and waits for
the score on a pseudo-terminal. For comparison, and in turn with it, `grade check` of the same file.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from side_by_side import BIN, REPOSITORY, machine, machine_line

sys.path.insert(0, str(REPOSITORY))

from tests.watching.pseudo_terminal import PseudoTerminal

EXERCISE, MODULE = "ex03", "ex03_tensor_ops.py"
PROMISED = 0.3  # seconds
REST = 0.5  # seconds between saves, as the diagnosis of the one before takes some
COMMAND = str(BIN / "grade")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--saves", type=int, default=30)
    parser.add_argument("--checks", type=int, default=3, help="how many of them `grade check` gets too")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = parser.parse_args()
    found = machine()
    with tempfile.TemporaryDirectory(prefix="bench-watch-") as folder:
        watched, checked = _measure(Path(folder), options.saves, options.checks)
    if options.json:
        figures = {"machine": found, "watched": watched, "checked": checked, "promised": PROMISED}
        print(json.dumps(figures, indent=2))
        return
    print(machine_line(found))
    print(
        f"from a save to the verdict, {EXERCISE}, {len(watched)} saves: "
        f"median {statistics.median(watched):.2f} s, worst {max(watched):.2f} s; promised {PROMISED} s"
    )
    if checked:
        ratio = statistics.median(checked) / statistics.median(watched)
        print(
            f"`grade check` of the same files: median {statistics.median(checked):.2f} s, "
            f"{ratio:.0f} times as long"
        )


def _measure(root: Path, saves: int, checks: int) -> tuple[list[float], list[float]]:
    for name in ("solutions", "exercises", "grader_tests"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "course.toml", root)
    file = root / "exercises" / MODULE
    right = (root / "solutions" / MODULE).read_text()
    wrong = right.replace("correction=0", "correction=1")
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("COLUMNS", None)
    terminal = PseudoTerminal([COMMAND, "watch", EXERCISE], root, environment)
    watched, checked = [], []
    try:
        terminal.wait_for("q quit", 120)
        for number in range(saves):
            time.sleep(REST)
            terminal.forget()
            good = number % 2 == 0
            start = time.perf_counter()
            _save(file, f"{right if good else wrong}# {number}\n", number)
            terminal.wait_for(f"{EXERCISE}.*  {'10' if good else '7'}/10")
            watched.append(time.perf_counter() - start)
            if number < checks:
                start = time.perf_counter()
                subprocess.run([COMMAND, "check", EXERCISE], cwd=root, capture_output=True, check=False)
                checked.append(time.perf_counter() - start)
        terminal.press("q")
        terminal.ended()
    finally:
        terminal.close()
    return watched, checked


def _save(path: Path, text: str, number: int) -> None:
    """Save in place, or by moving a new file into place, or after moving the old one away."""
    if number % 3 == 0:
        path.write_text(text)
    elif number % 3 == 1:
        fresh = path.with_name("4913")
        fresh.write_text(text)
        os.replace(fresh, path)
    else:
        os.replace(path, path.with_name(f"{path.name}~"))
        path.write_text(text)


if __name__ == "__main__":
    main()
