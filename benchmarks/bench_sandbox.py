"""What does the sandbox cost: how long does a worker take to enter it, and how much longer does grading take?

    python benchmarks/bench_sandbox.py

Entries are timed inside workers, from the fork's end to the moment when learner code could run, in a process
that is prepared as the zygote of `grade all` is. For the throughput, two graders in one process take turns at
the same submissions: the workers of one have all layers, those of the other are forked in the same way and
have none.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import statistics
import struct
import subprocess
import sys
import time
from collections.abc import Sequence

from side_by_side import REPOSITORY, Ratio, environment, machine, machine_line

from autograder.authoring.regions import without_marks
from autograder.course import load
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import ALL_LAYERS, Grader
from autograder.worker import forkable, rehearsal, sandbox, zygote

EXERCISE = "ex03"
ENTRY_MS, COST = 20.0, 0.10  # promised: at most
MB = 1 << 20


def main() -> int:
    """Measure, print, and say whether the promises were kept."""
    options = _options()
    if options.only_entries:
        print(json.dumps(_entries(options.entries)))
        return 0
    found = machine()
    entries = _in_process_of_its_own(options.entries)
    seconds = _throughput(options.submissions, options.rounds)
    ratio = Ratio.of(seconds["all"], seconds["none"])
    figures = {"machine": found, "entries_ms": entries, "seconds": seconds, "ratio": ratio.plain()}
    print(json.dumps(figures, indent=2) if options.json else _shown(figures, ratio, options.submissions))
    return 0 if statistics.median(entries) < ENTRY_MS and ratio.of_medians - 1 < COST else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--entries", type=int, default=200, help="workers whose entry is timed (200)")
    parser.add_argument("--submissions", type=int, default=10, help="submissions a round (10)")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of both graders (7)")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--only-entries", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_process_of_its_own(count: int) -> list[float]:
    command = [sys.executable, __file__, "--only-entries", "--entries", str(count)]
    done = subprocess.run(command, env=environment(), stdout=subprocess.PIPE, check=True, text=True)
    entries: list[float] = json.loads(done.stdout)
    return entries


def _entries(count: int) -> list[float]:
    """Return the milliseconds that each of so many workers took to enter."""
    for name in (*zygote.PRELOAD, *zygote.PRELOAD_FOR_MANY):
        importlib.import_module(name)
    rehearsal.rehearse()
    forkable.make_light()
    template = sandbox.prepare(
        sandbox.Policy(layers=sandbox.ALL_LAYERS, read=sandbox.default_read_paths(), data=None)
    )
    if template.missing:
        sys.exit(f"This machine lacks layers: {template.missing}")
    return [_entry(template) for _ in range(count)]


def _entry(template: sandbox.Template) -> float:
    limits = sandbox.Limits(
        memory_bytes=2048 * MB, processes=64, file_bytes=64 * MB, scratch_bytes=256 * MB, cpu_seconds=60
    )
    read, write = os.pipe()
    pid = sandbox.fork(template)
    if pid == 0:
        status = 1
        try:
            start = time.perf_counter()
            sandbox.enter(template, limits, None)
            os.write(write, struct.pack("d", 1e3 * (time.perf_counter() - start)))
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    with open(read, "rb") as pipe:
        told = pipe.read()
    os.waitpid(pid, 0)
    if not told:
        sys.exit("a worker could not enter")
    taken: float = struct.unpack("d", told)[0]
    return taken


def _throughput(submissions: int, rounds: int) -> dict[str, list[float]]:
    """Return the seconds that each grader took for the submissions of each round."""
    course = load(REPOSITORY / "course.toml")
    exercise = course.exercise(EXERCISE)
    source = without_marks(exercise.solution.read_text())
    files = [
        SubmissionFiles.of_source(f"{exercise.module}.py", f"# {number}\n{source}")
        for number in range(submissions)
    ]
    seconds: dict[str, list[float]] = {"all": [], "none": []}
    with (
        Grader(course, layers=ALL_LAYERS, preload=exercise.preload, many=True) as protected,
        Grader(course, layers=(), preload=exercise.preload, many=True) as bare,
    ):
        graders = {"all": protected, "none": bare}
        for number in range(-1, rounds):  # the first is a warm-up
            for name in sorted(graders, reverse=bool(number % 2)):
                start = time.perf_counter()
                for one in files:
                    report = graders[name].grade(exercise, one)
                    if not report.full_marks or set(report.sandbox) != set(
                        ALL_LAYERS if name == "all" else ()
                    ):
                        sys.exit(f"a submission got {report.score:g} points in {report.sandbox}")
                if number >= 0:
                    seconds[name].append(time.perf_counter() - start)
    return seconds


def _shown(figures: dict[str, object], ratio: Ratio, submissions: int) -> str:
    found, entries, seconds = figures["machine"], figures["entries_ms"], figures["seconds"]
    assert isinstance(found, dict) and isinstance(entries, list) and isinstance(seconds, dict)
    rates = {name: submissions / statistics.median(taken) for name, taken in seconds.items()}
    return "\n".join(
        [
            machine_line(found),
            "",
            f"Entry: median {statistics.median(entries):.1f} ms, "
            f"95 of 100 within {_share(entries, 0.95):.1f} ms, "
            f"worst of {len(entries)} {max(entries):.1f} ms (promised: below {ENTRY_MS:g})",
            f"Submissions a second: {rates['all']:.2f} with all layers, {rates['none']:.2f} with none",
            f"With all layers a submission takes {ratio} times as long (promised: below {1 + COST:g})",
        ]
    )


def _share(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))]


if __name__ == "__main__":
    sys.exit(main())
