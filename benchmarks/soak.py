"""Does a long `grade all` grow? Grade a class, and look at the memory of processes that live as long as it.

    python benchmarks/soak.py --learners 1000

The memory of the command, its graders and zygotes is taken when twenty reports from the hundredth on are
written, and when the last twenty are after which all of them were still at work; the medians are compared.
PSS shares out pages that several processes hold, the workers of the moment among them, so a single look would
tell how many there are; RSS is the whole. In the end nothing may be left: no process, and no file but the
results.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from side_by_side import REPOSITORY, machine, machine_line

PROMISED = 0.05  # growth of all of them together, at most
SETTLED = 100  # reports after which caches are full and every grader has done its share
LOOKS = 20  # reports at which the memory is taken, then and now
TAIL = 20  # reports at the end, while which graders run out of work
KINDS = ("command", "grader", "zygote")


def main() -> int:
    """Run, and say whether the promise was kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--learners", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--first", type=int, default=SETTLED, help="the report to compare the last with (100)"
    )
    options = parser.parse_args()
    if not 0 < options.first < options.learners - 2 * LOOKS - TAIL:
        parser.error(f"--learners must be more than --first and {2 * LOOKS + TAIL}")
    print(machine_line(machine()))
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        return _soak(Path(name), options.learners, options.jobs, options.first)


def _soak(folder: Path, learners: int, jobs: int, first: int) -> int:
    sys.path.insert(0, str(REPOSITORY))
    from tests.batch.crashes import CLASS
    from tests.tiny import make_course

    make_course(folder / "course")
    for number, source in zip(range(learners), [*CLASS.values()] * learners, strict=False):
        path = folder / "class" / f"learner-{number:05}" / "ex01_double.py"
        path.parent.mkdir(parents=True)
        path.write_text(f"{source}\n# {number}\n")
    (folder / "tmp").mkdir()
    arguments = [
        "--course",
        str(folder / "course"),
        "all",
        str(folder / "class"),
        "--out",
        str(folder / "out"),
    ]
    command = [sys.executable, "-c", "from autograder.cli.main import main; main()", *arguments]
    start = time.monotonic()
    with subprocess.Popen(
        [*command, "--jobs", str(jobs)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(folder / "tmp")},
    ) as process:
        early, late = _watch(process, first, learners)
    seconds = time.monotonic() - start
    growth = sum(late.pss.values()) / sum(early.pss.values()) - 1
    left = _left(folder, learners)
    _show(early, late, learners, seconds)
    kept = process.returncode == 0 and growth < PROMISED and not left
    print(f"growth of PSS: {growth:+.1%} (promised: below {PROMISED:.0%}); left behind: {left or 'nothing'}")
    print("promise kept" if kept else f"PROMISE BROKEN (exit code {process.returncode})")
    return 0 if kept else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the long-lived processes hold when a report is written, in KB, by kind of process."""

    report: int
    processes: frozenset[int]
    pss: dict[str, int]
    rss: dict[str, int]


def _watch(process: subprocess.Popen[str], first: int, learners: int) -> tuple[Memory, Memory]:
    """Read the progress, and take the memory at the first reports that count and at the last."""
    assert process.stderr is not None
    end = learners - TAIL
    wanted = {*range(first, first + LOOKS), *range(end - LOOKS, end)}
    taken: list[Memory] = []
    for line in process.stderr:
        found = re.match(r"(\d+)/\d+ ", line)
        if found is None:
            print(line, end="", file=sys.stderr)
        elif (number := int(found[1])) in wanted:
            with contextlib.suppress(OSError, IndexError):  # one has ended meanwhile: this was the last
                taken.append(_memory(process.pid, number))
    whole = [memory for memory in taken if memory.processes == taken[0].processes]
    early, late = ([one for one in whole if (one.report < end - LOOKS) is then] for then in (True, False))
    if not early or not late:
        sys.exit("near the end there were other processes than before: was one of them killed?")
    return _median(early), _median(late)


def _median(looks: Sequence[Memory]) -> Memory:
    pss, rss = (
        {kind: int(statistics.median(getattr(one, name)[kind] for one in looks)) for kind in KINDS}
        for name in ("pss", "rss")
    )
    return Memory(report=looks[0].report, processes=looks[0].processes, pss=pss, rss=rss)


def _memory(command: int, report: int) -> Memory:
    pss, rss = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    processes = _long_lived(command)
    for pid, kind in processes.items():
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        for name, sums in (("Pss", pss), ("Rss", rss)):
            sums[kind] += int(re.findall(rf"^{name}:\s+(\d+) kB", rollup, re.MULTILINE)[0])
    return Memory(report=report, processes=frozenset(processes), pss=pss, rss=rss)


def _long_lived(command: int) -> dict[int, str]:
    """Return the kinds of the processes that descend from the command, workers left out."""
    found, left = {command: "command"}, [command]
    while left:
        pid = left.pop()
        with contextlib.suppress(OSError):
            for child in map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
                zygote = b"autograder.worker.zygote" in Path(f"/proc/{child}/cmdline").read_bytes()
                numbers = re.findall(r"^NSpid:(.*)", Path(f"/proc/{child}/status").read_text(), re.MULTILINE)
                if numbers[0].split()[-1] != "1":  # a worker is the first process of its namespace
                    found[child] = "zygote" if zygote else "grader"
                    left.append(child)
    return found


def _left(folder: Path, learners: int) -> list[str]:
    processes = [
        f"process {path.parent.name}"
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if str(folder).encode() in _content(path)
    ]
    files = {str(path.relative_to(folder / "out")) for path in (folder / "out").rglob("*") if path.is_file()}
    wanted = {f"learner-{number:05}/ex01.json" for number in range(learners)} | {"grades.csv", ".graded"}
    return processes + sorted(files ^ wanted) + sorted(path.name for path in (folder / "tmp").iterdir())


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _show(early: Memory, late: Memory, learners: int, seconds: float) -> None:
    print(f"{learners} submissions in {seconds:,.0f} s; memory from {early.report} and {late.report} on\n")
    print(f"{'':10}{'PSS then':>12}{'PSS now':>12}{'RSS then':>12}{'RSS now':>12}   (MB)")
    for kind in KINDS:
        figures = [sums[kind] / 1024 for sums in (early.pss, late.pss, early.rss, late.rss)]
        print(f"{kind:10}" + "".join(f"{figure:12,.1f}" for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
