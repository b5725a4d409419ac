"""What does the command `grade all` itself hold while a large class goes through it?

    python benchmarks/bench_driver.py --submissions 10000
    python benchmarks/bench_driver.py --submissions 10000 --against ../before

The graders are left out: reports as large as real ones are made up, and handed to the command's process as
graders hand them over, whether they are on this machine or on a cluster. Measured is that one process: its
memory (RSS) after each tenth of the class and the most it ever held, the writing of the table and the
gradebook included. Then the same once more, in a fresh process, with nothing changed: then all reports are
taken over from their files. `--against` does the same with the source code of another checkout.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from side_by_side import REPOSITORY, machine, machine_line, table

TENTHS = 10
TESTS = 14  # as ex03 has
REPORT_BYTES = 11_000  # of a report file of ex03, on average over solutions and mistakes
MODULE = "ex01_double"
RUNS = ("graded", "taken over")


def main() -> None:
    """Measure, and print the result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--submissions", type=int, default=2000, help="how many reports (2000)")
    parser.add_argument("--against", type=Path, help="another checkout of this project, to compare with")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--drive", type=Path, help=argparse.SUPPRESS)  # the process that is measured
    options = parser.parse_args()
    if options.submissions < TENTHS:
        parser.error(f"--submissions must be at least {TENTHS}")
    if options.drive:
        print(json.dumps(_drive(options.drive, options.submissions)))
        return
    found = machine()
    sides = {"this": REPOSITORY} | ({"other": options.against.resolve()} if options.against else {})
    result = {side: _measured(checkout, options.submissions) for side, checkout in sides.items()}
    if options.json:
        print(json.dumps({"machine": found, "submissions": options.submissions, **result}, indent=2))
    else:
        print("\n".join([machine_line(found), "", _shown(result, options.submissions)]))


def _measured(checkout: Path, submissions: int) -> dict[str, dict[str, Any]]:
    """Grade a class with a checkout's code, and then once more; return the figures of both runs."""
    with tempfile.TemporaryDirectory(prefix="bench-driver-") as folder:
        _make_class(checkout, Path(folder), submissions)
        command = [sys.executable, __file__, "--drive", folder, "--submissions", str(submissions)]
        environment = {**os.environ, "PYTHONPATH": str(checkout)}
        found = {}
        for name in RUNS:
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
            found[name] = json.loads(done.stdout)
        return found


def _make_class(checkout: Path, folder: Path, submissions: int) -> None:
    make = "import pathlib, sys; from tests.tiny import make_course; make_course(pathlib.Path(sys.argv[1]))"
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    subprocess.run([sys.executable, "-c", make, str(folder / "course")], env=environment, check=True)
    for number in range(submissions):
        home = folder / "class" / _name(number)
        home.mkdir(parents=True)
        (home / f"{MODULE}.py").write_text(f"# Handed in by {_name(number)}.\n")


def _name(number: int) -> str:
    return f"learner-{number:05}"


def _drive(folder: Path, submissions: int) -> dict[str, Any]:
    """Be the command: grade the class with made-up reports (in the process that `_measured` starts)."""
    import autograder
    from autograder.batch.run import grade_class
    from autograder.course import load

    source = Path(autograder.__file__).parents[1]
    marks = [submissions * tenth // TENTHS for tenth in range(1, TENTHS + 1)]
    held: dict[int, float] = {}

    def progress(step: Any) -> None:
        if step.done in marks and step.done not in held:
            held[step.done] = _resident_mb()

    begin = time.monotonic()
    outcome = grade_class(
        load(folder / "course" / "course.toml"), folder / "class", folder / "out", place=_MadeUp(),
        progress=progress,
    )  # fmt: skip
    assert not outcome.failures and outcome.csv.read_text().count("\n") == submissions + 1
    return {
        "source": str(source),
        "seconds": round(time.monotonic() - begin, 1),
        "mb_of_tenths": [held[mark] for mark in marks],
        "most_mb": _most_mb(),
    }


class _MadeUp:
    """A place where a report is there as soon as it is asked for."""

    def layers(self, sandbox: str) -> tuple[str, ...]:
        """Return the layers that are said to be in force."""
        return ("root", "seccomp")

    @contextlib.contextmanager
    def open(self, order: Any) -> Iterator[Any]:
        """Give the pool."""
        from autograder.batch.place import Opened

        yield Opened(layers=self.layers(order.sandbox), pool=_Reports(order.jobs), size=1)


class _Reports:
    """A pool (`batch.pool.Jobs`) whose graders have always just finished."""

    def __init__(self, jobs: Sequence[Any]) -> None:
        self._jobs = jobs

    def run(self, jobs: Sequence[int], *, meanwhile: Callable[[], None]) -> Iterator[tuple[int, bytes]]:
        """Yield a report for each job, as a grader sends it."""
        import msgspec

        from autograder.batch.graders import read_files

        for number in jobs:
            job = self._jobs[number]
            report = _report(job.learner, number, read_files(job, job.path).digest)
            yield number, msgspec.msgpack.encode(report)


def _report(learner: str, number: int, submission: str) -> Any:
    """Return a report as large as real ones, in which every third submission fails some tests."""
    from autograder.report import Report, Status, TestResult

    tests = []
    for test in range(TESTS):
        passed = number % 3 > 0 or test % 4 > 0
        said = f"{learner} got {number / 7:.6f} from the call number {test}. "
        text = said * (1 + REPORT_BYTES // (2 * TESTS * len(said)))
        tests.append(
            TestResult(
                id=f"test_{test}", title=f"does what it should, part {test}", public=test < 4, points=1.0,
                score=float(passed), status=Status.PASSED if passed else Status.FAILED, message=text[:200],
                details=text, output=text[: len(text) // 2], seconds=0.01 + number / 1e6,
            )
        )  # fmt: skip
    score = sum(test.score for test in tests)
    return Report(
        exercise="ex01", learner=learner, score=score, max_score=float(TESTS), tests=tuple(tests),
        submission=submission, sandbox=("root", "seccomp"), seconds=0.2 + number / 1e6,
    )  # fmt: skip


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20), 1)


def _most_mb() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024, 1)


def _shown(result: dict[str, dict[str, Any]], submissions: int) -> str:
    rows: list[Sequence[str]] = [("memory of the command, MB", *map(str, range(1, TENTHS + 1)), "most")]
    lines = []
    for side, runs in result.items():
        for name, figures in runs.items():
            held = figures["mb_of_tenths"]
            label = f"{name} ({side})" if len(result) > 1 else name
            rows.append((label, *(f"{mb:.0f}" for mb in held), f"{figures['most_mb']:.0f}"))
            grown = held[-1] - held[1]
            each = grown * 1024 / (submissions * 8 / TENTHS)
            lines.append(
                f"{label}: {grown:+.1f} MB from the second tenth to the last, {each:.2f} KB a submission; "
                f"{figures['seconds']:.1f} s"
            )
    sources = [f"{side}: {runs[RUNS[0]]['source']}" for side, runs in result.items()]
    return "\n".join([table(rows), "", *lines, *(sources if len(result) > 1 else [])])


if __name__ == "__main__":
    main()
