"""Does a large class cost more for each submission than a small one, in time or in memory?

    python benchmarks/bench_class.py --submissions 10000

Makes a class of which no two files are equal, from solutions, alternatives, misconceptions and mutants, and
grades it with `grade all`. A tenth of the class after the other: how long it took, and what the processes
held that live as long as the run (the command, its graders and their zygotes) and the workers of the moment.
PSS shares out the pages that several processes hold. In the end nothing may be left: no process, and no file
but the results. Then the same command once more, with nothing changed and with one file changed.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from classes import copy_course, hand_in, signed, sources
from side_by_side import BIN, environment, machine, machine_line, table

from autograder.course import Course

TENTHS = 10
LOOKS = 5  # at memory, in each tenth
TAIL = 8  # reports at the end, while which graders run out of work
GROWTH = 0.05  # of the memory of all that live long, from the second tenth to the last, at most
AGAIN_SECONDS = 3.0  # for a class of 1,000 of which nothing has changed, at most
LIVE_LONG = ("command", "grader", "zygote")


def main() -> int:
    """Measure, and print the result; 1 where something was left behind or graded twice."""
    options = _options()
    found = machine()
    with tempfile.TemporaryDirectory(prefix="bench-class-") as folder:
        run = _ClassRun(Path(folder), options)
        result = {
            "machine": found,
            "submissions": run.submissions,
            "exercises": options.exercises,
            "jobs": options.jobs,
            **run.first(),
            "left_behind": run.left_behind(),
            **run.again(options.rounds),
        }
    print(json.dumps(result, indent=2) if options.json else _shown(found, result))
    return 1 if result["left_behind"] or result["graded_of_one_changed"] != 1 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What class is graded, and how."""

    submissions: int
    exercises: list[str]
    jobs: int
    rounds: int
    json: bool


def _options() -> Options:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--submissions", type=int, default=300, help="how many files are handed in (300)")
    parser.add_argument(
        "--exercises", type=lambda text: text.split(","), default=["ex01", "ex02", "ex03"],
        help="which exercises every learner hands in (ex01,ex02,ex03)",
    )  # fmt: skip
    parser.add_argument(
        "--jobs", type=int, default=len(os.sched_getaffinity(0)), help="`grade all --jobs` (the cores)"
    )
    parser.add_argument("--rounds", type=int, default=3, help="runs with nothing changed (3)")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = Options(**vars(parser.parse_args()))
    if options.submissions < 2 * TENTHS * TAIL:  # or no memory could be taken in the last tenth
        parser.error(f"--submissions must be at least {2 * TENTHS * TAIL}")
    return options


class _ClassRun:
    """One class, graded for the first time and then again."""

    def __init__(self, folder: Path, options: Options) -> None:
        self._folder = folder
        self._exercises = options.exercises
        self._learners = options.submissions // len(options.exercises)
        self.submissions = self._learners * len(options.exercises)
        course = copy_course(folder / "course")
        _make_class(course, folder / "class", self._learners, options.exercises)
        (folder / "tmp").mkdir()
        self._environment = environment(TMPDIR=str(folder / "tmp"))
        places = [str(folder / "class"), "--out", str(folder / "out"), "--jobs", str(options.jobs)]
        self._command = [str(BIN / "grade"), "--course", str(folder / "course"), "all", *places]

    def first(self) -> dict[str, object]:
        """Grade the class; return what each tenth of it took and held."""
        start = time.monotonic()
        with subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=self._environment
        ) as process:
            times, looks = _watch(process, self.submissions, start)
        self._ended(process.returncode)
        seconds = time.monotonic() - start
        size = self.submissions / TENTHS
        ends = [0.0, *(times[round(size * (tenth + 1))] for tenth in range(TENTHS))]
        memory = [
            _median([look for look in looks if int((look.report - 1) / size) == tenth])
            for tenth in range(TENTHS)
        ]
        return {
            "seconds": round(seconds, 2),
            "seconds_of_tenths": [round(b - a, 2) for a, b in itertools.pairwise(ends)],
            "pss_mb_of_tenths": memory,
            "worker_pss_mb": _megabytes([pss for look in looks for pss, _ in look.workers]),
            "worker_own_mb": _megabytes([own for look in looks for _, own in look.workers]),
        }

    def left_behind(self) -> list[str]:
        """Return the processes and files that should not be there."""
        processes = [
            f"process {path.parent.name}"
            for path in Path("/proc").glob("[0-9]*/cmdline")
            if str(self._folder).encode() in _content(path)
        ]
        out = self._folder / "out"
        files = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
        wanted = {str(path.relative_to(out)) for path in self._reports()} | {"grades.csv", ".graded"}
        return (
            processes + sorted(files ^ wanted) + sorted(one.name for one in (self._folder / "tmp").iterdir())
        )

    def again(self, rounds: int) -> dict[str, object]:
        """Run the same command again; return its seconds with nothing changed, and with one file changed."""
        first = self._written()
        nothing = [self._timed() for _ in range(rounds)]
        second = self._written()
        name = _name(self._learners // 2)
        changed = next((self._folder / "class" / name).iterdir())
        changed.write_text(f"{changed.read_text()}\n# One more line.\n")
        one = self._timed()
        return {
            "seconds_with_nothing_changed": nothing,
            "graded_of_nothing_changed": _changed(first, second),
            "seconds_with_one_changed": one,
            "graded_of_one_changed": _changed(second, self._written()),
        }

    def _timed(self) -> float:
        start = time.monotonic()
        done = subprocess.run(self._command, capture_output=True, env=self._environment, check=False)
        taken = time.monotonic() - start
        self._ended(done.returncode)
        return round(taken, 2)

    def _ended(self, code: int) -> None:
        if code not in (0, 1):  # 1: somebody has not got full marks
            sys.exit(f"grade all ended with exit code {code}")

    def _reports(self) -> Iterable[Path]:
        for number in range(self._learners):
            for exercise in self._exercises:
                yield self._folder / "out" / _name(number) / f"{exercise}.json"

    def _written(self) -> dict[Path, int]:
        """Return when each report was written: a report that was graded anew is a new file."""
        return {path: path.stat().st_mtime_ns for path in self._reports()}


def _changed(before: Mapping[Path, int], after: Mapping[Path, int]) -> int:
    return sum(before[path] != after[path] for path in before)


def _make_class(course: Course, folder: Path, learners: int, exercises: Sequence[str]) -> None:
    for name in exercises:
        exercise = course.exercise(name)
        made = sources(course, exercise, with_mutants=True)
        for number, source in zip(range(learners), made, strict=False):
            hand_in(folder, _name(number), exercise, signed(source, _name(number)))


def _name(number: int) -> str:
    return f"learner-{number:05}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What processes hold when a report is written, in KB."""

    report: int
    pss: Mapping[str, int]  # of all processes of a kind
    workers: Sequence[tuple[int, int]]  # of each worker its PSS, and what it shares with nobody


def _watch(process: subprocess.Popen[str], size: int, start: float) -> tuple[dict[int, float], list[Memory]]:
    """Read the progress; return when each report was there, and the memory at some of them."""
    assert process.stderr is not None
    step = max(1, size // (TENTHS * LOOKS))
    wanted = {number for number in range(step, size - TAIL, step)} | {size - TAIL}
    times: dict[int, float] = {}
    looks: list[Memory] = []
    for line in process.stderr:
        found = re.match(r"(\d+)/\d+ ", line)
        if found is None:
            print(line, end="", file=sys.stderr)
            continue
        number = int(found[1])
        times[number] = time.monotonic() - start
        if number in wanted:
            with contextlib.suppress(OSError, KeyError):  # a process has ended meanwhile
                looks.append(_memory(process.pid, number))
    if len(times) != size or not looks:
        sys.exit(f"`grade all` told of {len(times)} reports, and there should be {size}")
    return times, looks


def _memory(command: int, report: int) -> Memory:
    """Take the memory of the processes that descend from the command."""
    pss: dict[str, int] = dict.fromkeys(LIVE_LONG, 0)
    workers = []
    for pid, kind in _descendants(command).items():
        if kind != "worker":
            pss[kind] += _held(pid)[0]
            continue
        with contextlib.suppress(OSError, KeyError):  # workers live for some hundredths of a second
            workers.append(_held(pid))
    return Memory(report=report, pss=pss, workers=workers)


def _held(pid: int) -> tuple[int, int]:
    """Return a process's PSS, and its memory that no other process shares, in KB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    sizes = {name: int(size) for name, size in re.findall(r"^(\w+):\s+(\d+) kB", rollup, re.MULTILINE)}
    return sizes["Pss"], sizes["Private_Clean"] + sizes["Private_Dirty"]


def _descendants(command: int) -> dict[int, str]:
    """Return the kinds of the processes that descend from the command; what workers start is left out."""
    found, left = {command: "command"}, [command]
    while left:
        pid = left.pop()
        with contextlib.suppress(OSError):
            for child in map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
                found[child] = _kind(child)
                if found[child] != "worker":
                    left.append(child)
    return found


def _kind(pid: int) -> str:
    # A worker is the first process of its namespace.
    numbers = re.findall(r"^NSpid:(.*)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    if numbers and numbers[0].split()[-1] == "1":
        return "worker"
    zygote = b"autograder.worker.zygote" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return "zygote" if zygote else "grader"


def _median(looks: Sequence[Memory]) -> dict[str, float | None]:
    found = {kind: _megabytes([look.pss[kind] for look in looks]) for kind in LIVE_LONG}
    return {**found, "all": _megabytes([sum(look.pss.values()) for look in looks])}


def _megabytes(kilobytes: Sequence[int]) -> float | None:
    return round(statistics.median(kilobytes) / 1024, 1) if kilobytes else None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _shown(found: Mapping[str, object], result: Mapping[str, object]) -> str:
    seconds, memory = result["seconds_of_tenths"], result["pss_mb_of_tenths"]
    assert isinstance(seconds, list) and isinstance(memory, list)
    rows: list[Sequence[str]] = [("tenth", "seconds", *(f"{kind}, MB" for kind in (*LIVE_LONG, "all")))]
    for number, (taken, held) in enumerate(zip(seconds, memory, strict=True), 1):
        figures = (f"{held[kind]:.0f}" if held[kind] else "" for kind in (*LIVE_LONG, "all"))
        rows.append((str(number), f"{taken:.1f}", *figures))
    again = result["seconds_with_nothing_changed"]
    assert isinstance(again, list)
    growth = memory[-1]["all"] / memory[1]["all"] - 1
    lines = (
        f"{result['submissions']} submissions in {result['seconds']} s, {result['jobs']} graders; PSS of:",
        table(rows),
        "",
        f"the last tenth took {seconds[-1] / seconds[1]:.2f} times as long as the second; promised: 1",
        f"memory from the second tenth to the last: {growth:+.1%}; promised: less than {GROWTH:.0%}",
        f"a worker: {result['worker_pss_mb']} MB (PSS), {result['worker_own_mb']} MB of its own (medians)",
        f"left behind: {result['left_behind'] or 'nothing'}",
        f"nothing changed: {statistics.median(again):.2f} s, {result['graded_of_nothing_changed']} graded; "
        f"promised for 1,000: below {AGAIN_SECONDS:g} s",
        f"one changed: {result['seconds_with_one_changed']:.2f} s, {result['graded_of_one_changed']} graded",
    )
    return "\n".join([machine_line(found), "", *lines])


if __name__ == "__main__":
    sys.exit(main())
