"""How long does a cold `grade check ex03` take, compared with pytest running the same assertions in process?

pytest gets the suite itself, over the same module, without any isolation: `python -m pytest` in a folder of
its own, with its default options, as anybody would run it. Both are new processes each time, and take turns.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from side_by_side import (
    BIN,
    REPOSITORY,
    Contender,
    Ratio,
    Timing,
    environment,
    machine,
    machine_line,
    table,
    take_turns,
)

MODULE = "ex03_tensor_ops"
PROMISED = 1.0  # times what pytest takes, at most

CONFTEST = f"""
import inspect

import {MODULE}
import pytest
from in_process import InProcess, rng_of


@pytest.fixture(scope="session")
def submission():
    return InProcess({MODULE}, inspect.getsource({MODULE}))


@pytest.fixture
def rng(request):
    return rng_of(request.node.name)
"""


def main() -> None:
    """Measure, and print the result."""
    arguments = _arguments()
    plugins = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} if arguments.without_plugins else {}
    found = machine()
    with tempfile.TemporaryDirectory(prefix="bench-check-") as folder:
        _write_tests(Path(folder))
        grade, pytest = take_turns(
            _contenders(Path(folder), plugins), rounds=arguments.rounds - 1, warm_ups=1
        )
    ratio = Ratio.of(grade.seconds, pytest.seconds)
    if arguments.json:
        figures = {"grade check": grade.plain(), "pytest": pytest.plain()}
        result = {
            "machine": found,
            "commands": figures,
            "ratio": ratio.plain(),
            "promised": PROMISED,
        }
        print(json.dumps(result, indent=2))
    else:
        print(_shown(found, grade, pytest, ratio))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--rounds", type=_two_or_more, default=7, help="runs of each command; the first is not counted (7)"
    )
    parser.add_argument(
        "--without-plugins", action="store_true", help="pytest loads none of the plugins that are installed"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    return parser.parse_args()


def _two_or_more(text: str) -> int:
    if int(text) < 2:
        raise argparse.ArgumentTypeError("at least 2: the first is not counted")
    return int(text)


def _write_tests(folder: Path) -> None:
    """Put everything that pytest needs into one folder: the suite, the module, and fixtures in process."""
    shutil.copy(REPOSITORY / "grader_tests" / f"test_{MODULE}.py", folder)
    shutil.copy(REPOSITORY / "solutions" / f"{MODULE}.py", folder)
    shutil.copy(REPOSITORY / "benchmarks" / "in_process.py", folder)
    (folder / "conftest.py").write_text(CONFTEST)


def _contenders(folder: Path, plugins: Mapping[str, str]) -> tuple[Contender, Contender]:
    return (
        Contender(
            name="grade check ex03",
            command=(str(BIN / "grade"), "check", "ex03", "--file", f"solutions/{MODULE}.py"),
            folder=REPOSITORY,
            environment=environment(),
        ),
        Contender(
            name="python -m pytest",
            command=(sys.executable, "-m", "pytest"),
            folder=folder,
            environment=environment(**plugins),
        ),
    )


def _shown(found: dict[str, object], grade: Timing, pytest: Timing, ratio: Ratio) -> str:
    rows = [("seconds", "median", "min", "max")] + [
        (name, f"{timing.median:.2f}", f"{min(timing.seconds):.2f}", f"{max(timing.seconds):.2f}")
        for name, timing in (("grade check ex03, sandboxed", grade), ("python -m pytest, in process", pytest))
    ]
    return "\n".join(
        [
            machine_line(found),
            "",
            table(rows),
            "",
            f"grade check takes {ratio} times as long as pytest; promised: at most {PROMISED:.2f}.",
        ]
    )


if __name__ == "__main__":
    main()
