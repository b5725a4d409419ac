"""Time commands side by side: one after the other, several times, in one run.

How long something takes depends on the machine and on what else it is doing; how the times of two commands
compare, when they take turns, depends on it much less. So benchmarks state ratios.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

BIN = Path(sys.executable).parent  # where `grade` of the same installation is
REPOSITORY = Path(__file__).resolve().parents[1]

# Settings of whoever runs the benchmark that would change what is measured.
_PERSONAL = ("PYTHON", "PYTEST_", "JUPYTER", "IPYTHON", "TORCHGRADE_")
_SHOWN = 2000  # characters of what a failed command printed


def _nothing() -> None:
    """Do nothing."""


def one_core() -> int:
    """Return a core for all commands that are to have no more than one."""
    return min(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """One of the commands that take turns."""

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    accepts: frozenset[int] = frozenset({0})  # exit codes of a run that did its work
    prepare: Callable[[], None] = _nothing  # puts things back before each run; not timed
    core: int | None = None  # the only core that it may use; None: all that this process may


@dataclass(frozen=True, slots=True)
class Timing:
    """What the runs of one command took, in seconds of wall time."""

    seconds: tuple[float, ...]
    output: str  # what the last run printed

    @property
    def median(self) -> float:
        """The run in the middle."""
        return statistics.median(self.seconds)

    def plain(self) -> dict[str, object]:
        """Return the figures as JSON has them."""
        return {"seconds": self.seconds, "median": self.median, "min": min(self.seconds)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """How many times longer one command takes than another: by their medians, and in each round."""

    of_medians: float
    low: float
    high: float

    @classmethod
    def of(cls, one: Sequence[float], other: Sequence[float]) -> Ratio:
        """Return the ratio of figures that were taken in the same rounds."""
        rounds = [a / b for a, b in zip(one, other, strict=True)]
        return cls(
            of_medians=statistics.median(one) / statistics.median(other), low=min(rounds), high=max(rounds)
        )

    def plain(self) -> dict[str, float]:
        """Return the figures as JSON has them."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.of_medians:.2f} ({self.low:.2f} to {self.high:.2f} in single rounds)"


def environment(**more: str) -> dict[str, str]:
    """Return this process's environment without personal settings, with this installation first on PATH."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_PERSONAL)}
    return {**kept, "PATH": os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)]), **more}


def take_turns(contenders: Sequence[Contender], *, rounds: int, warm_ups: int = 0) -> list[Timing]:
    """Run every contender once a round; the rounds of the warm-up are not counted."""
    seconds: list[list[float]] = [[] for _ in contenders]
    outputs = ["" for _ in contenders]
    for number in range(-warm_ups, rounds):
        for position in _order(len(contenders), number):
            contender = contenders[position]
            _tell(f"{contender.name}: {f'round {number + 1} of {rounds}' if number >= 0 else 'warm-up'}")
            taken, outputs[position] = run(contender)
            if number >= 0:
                seconds[position].append(taken)
    _tell("")
    return [Timing(tuple(taken), output) for taken, output in zip(seconds, outputs, strict=True)]


def run(contender: Contender) -> tuple[float, str]:
    """Run a command once; returns its seconds and what it printed, or ends the benchmark if it failed."""
    contender.prepare()
    core = contender.core
    start = time.perf_counter()
    done = subprocess.run(
        contender.command,
        cwd=contender.folder,
        env=dict(contender.environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        preexec_fn=None if core is None else lambda: os.sched_setaffinity(0, {core}),
    )
    taken = time.perf_counter() - start
    if done.returncode not in contender.accepts:
        said = f"{done.stdout}\n{done.stderr}".strip()[-_SHOWN:]
        sys.exit(f"{contender.name} failed with exit code {done.returncode}:\n{said}")
    return taken, done.stdout


def machine() -> dict[str, object]:
    """Return what the figures were taken on."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),  # processes that wanted a core, on the average of a minute
        "python": platform.python_version(),
        "versions": {name: importlib.metadata.version(name) for name in ("torch", "pytest", "nbgrader")},
    }


def machine_line(found: Mapping[str, object]) -> str:
    """Return the machine as a line of text."""
    versions = found["versions"]
    assert isinstance(versions, dict)
    return ", ".join(
        [
            f"{found['processor']}",
            f"{found['cores']} cores",
            f"load {found['load']} before the run",
            f"Python {found['python']}",
            *(f"{name} {version}" for name, version in versions.items()),
        ]
    )


def table(rows: Sequence[Sequence[str]]) -> str:
    """Lay out rows, the first of them the header: the first column to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in rows
    )


def _order(count: int, number: int) -> Sequence[int]:
    """Every other round runs backwards, so that none always runs in the wake of the same other one."""
    return range(count) if number % 2 == 0 else range(count - 1, -1, -1)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _tell(text: str) -> None:
    """Show on a terminal what is running."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
