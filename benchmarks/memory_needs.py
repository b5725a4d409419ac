"""How much memory does each exercise need? What to write as `memory_mb` into course.toml.

    python benchmarks/memory_needs.py ex03 ex10
    python benchmarks/memory_needs.py --sample 4
    python benchmarks/memory_needs.py --course ../mine --full ex18

Grades the solution, the alternatives and the misconceptions of each exercise with a limit that nothing
reaches, and looks at each worker before it is ended: how far its address space has grown beyond what it began
with, which is what `memory_mb` bounds, and how much of it was ever in memory, pages shared with the zygote
included. Processes that a worker starts are limited one by one, and are looked at one by one.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from side_by_side import REPOSITORY, table

from autograder.authoring import sample, stubs, variants
from autograder.authoring.regions import without_marks
from autograder.course import FILE_NAME, Course, Exercise, load
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.worker.client import Worker

FREE_MB = 16 << 10  # the limit while it is measured
ROOM = 2  # so many times the peak is proposed, at least
STEP_MB = 256  # what is proposed is a multiple of it
LEAST_MB = 512  # and no less: a learner's own way may take more than ours


@dataclass(slots=True)
class Peak:
    """The most that any process of an exercise's workers took, in MB."""

    grown: float = 0.0  # address space beyond what the worker began with
    held: float = 0.0  # in memory at one moment
    subject: str = ""  # what grew most

    def look(self, worker_pids: list[int], subject: str) -> None:
        """Look at processes that are about to end."""
        for pid in worker_pids:
            with contextlib.suppress(OSError, StopIteration):  # it has just ended
                status, limits = (Path(f"/proc/{pid}/{name}").read_text() for name in ("status", "limits"))
                bound = re.search(r"^Max address space +(\d+)", limits, re.MULTILINE)
                if bound is None:  # the zygote, or a worker in which no learner code has run yet
                    continue
                began = int(bound[1]) / (1 << 20) - FREE_MB
                grown = _field(status, "VmPeak") / 1024 - began
                self.held = max(self.held, _field(status, "VmHWM") / 1024)
                if grown > self.grown:
                    self.grown, self.subject = grown, subject

    @property
    def proposed_mb(self) -> int:
        """What to write into course.toml."""
        return max(-(-int(ROOM * self.grown) // STEP_MB) * STEP_MB, LEAST_MB)


def main() -> None:
    """Measure, and print a line an exercise."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("exercises", nargs="*", help="which exercises (all)")
    parser.add_argument("--course", type=Path, default=REPOSITORY, help="the course's folder (this one)")
    parser.add_argument("--full", action="store_true", help="on the whole FashionMNIST")
    parser.add_argument("--sample", type=int, help="so many alternatives and misconceptions (all)")
    parser.add_argument("--sandbox", default="auto", help="as in grade (auto)")
    parser.add_argument(
        "--check", action="store_true", help="as `grade check` starts workers, not `grade all`"
    )
    options = parser.parse_args()
    course = load(options.course / FILE_NAME)
    names = options.exercises or [exercise.id for exercise in course.exercises]
    rows: list[tuple[str, ...]] = [("exercise", "grown, MB", "held, MB", "memory_mb", "proposed", "most by")]
    print("  ".join(rows[0]), flush=True)
    for exercise in map(course.exercise, names):
        peak = _measured(course, exercise, options)
        figures = (f"{peak.grown:.0f}", f"{peak.held:.0f}", f"{exercise.limits.memory_mb}")
        rows.append((exercise.id, *figures, f"{peak.proposed_mb}", peak.subject))
        print("  ".join(rows[-1]), flush=True)
    print(f"\n{table(rows)}")


def _measured(course: Course, exercise: Exercise, options: argparse.Namespace) -> Peak:
    limits = msgspec.structs.replace(exercise.limits, memory_mb=FREE_MB)
    freed, peak = msgspec.structs.replace(exercise, limits=limits), Peak()
    with Grader(
        course,
        sandbox=options.sandbox,
        preload=exercise.preload,
        full=options.full,
        many=not options.check,
    ) as grader:
        for subject, source in _submissions(course, exercise, options.sample):
            with _looked_at(peak, subject):
                report = grader.grade(freed, SubmissionFiles.of_source(f"{exercise.module}.py", source))
            if subject == "solution" and not report.full_marks:
                sys.exit(f"{exercise.id}: the solution has {report.score:g} of {report.max_score:g} points")
    return peak


def _submissions(course: Course, exercise: Exercise, number: int | None) -> Iterator[tuple[str, str]]:
    yield "solution", without_marks(stubs.read_solution(course, exercise))
    found = variants.read(course, exercise)
    for variant in sample.draw(found, number, sample.seed_of(exercise), lambda one: one.name):
        yield f"{variant.kind} {variant.name}", variant.source


@contextlib.contextmanager
def _looked_at(peak: Peak, subject: str) -> Iterator[None]:
    """Have workers looked at just before they are ended, inside the block."""
    end = Worker.close

    def close(worker: Worker) -> None:
        peak.look(_descendants(os.getpid()), subject)
        end(worker)

    Worker.close = close  # type: ignore[method-assign]
    try:
        yield
    finally:
        Worker.close = end  # type: ignore[method-assign]


def _descendants(pid: int) -> list[int]:
    found, left = list[int](), [pid]
    while left:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{left.pop()}/task").iterdir():
                children = list(map(int, (task / "children").read_text().split()))
                found += children
                left += children
    return found


def _field(status: str, name: str) -> int:
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(f"{name}:"))


if __name__ == "__main__":
    begin = time.monotonic()
    main()
    print(f"{time.monotonic() - begin:.0f} s", file=sys.stderr)
