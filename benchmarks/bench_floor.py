"""What does isolation cost? The suites alone in one warm process, against `grade all`, for each submission.

The floor is the same suites over the same submissions, one after the other in a single process that has
imported everything, with nothing between learner code and grader (in_process.py). Both sides have one core.
Both run over some submissions and over a single one; the difference is what further submissions cost, without
anybody's start-up.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from classes import copy_course, forget_results, hand_in, signed, sources
from side_by_side import (
    BIN,
    Contender,
    Ratio,
    Timing,
    environment,
    machine,
    machine_line,
    one_core,
    table,
    take_turns,
)

from autograder.course import Course, load

EXERCISES = ("ex01", "ex03")
PROMISED = 2.0  # times the floor, at most


def main() -> None:
    """Measure, check the scores, and print the result."""
    options = _options()
    if options.bare is not None:
        print(
            json.dumps(_bare(load(options.bare / "course" / "course.toml"), options.bare, *options.exercises))
        )
        return
    found = machine()
    results = {}
    for name in options.exercises:
        with tempfile.TemporaryDirectory(prefix="bench-floor-") as folder:
            results[name] = _compare(Path(folder), name, options.submissions, options.rounds)
    if options.json:
        plain = {name: one.plain() for name, one in results.items()}
        print(json.dumps({"machine": found, "exercises": plain, "promised": PROMISED}, indent=2))
    else:
        print(_shown(found, results))


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is compared."""

    exercises: list[str]
    submissions: int
    rounds: int
    json: bool
    bare: Path | None


def _options() -> Options:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--exercises", type=lambda text: text.split(","), default=list(EXERCISES), help="which (ex01,ex03)"
    )
    parser.add_argument("--submissions", type=int, default=40, help="how many, two or more (40)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each command (3)")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)  # be the bare side, over this folder
    options = Options(**vars(parser.parse_args()))
    if options.bare is None and (options.submissions < 2 or options.rounds < 1):
        parser.error("--submissions must be at least 2, and --rounds at least 1")
    return options


@dataclass(frozen=True, slots=True)
class Comparison:
    """Seconds for each further submission of an exercise, a figure a round."""

    sandboxed: list[float]
    bare: list[float]

    @property
    def ratio(self) -> Ratio:
        """How many times as long the sandboxed side takes."""
        return Ratio.of(self.sandboxed, self.bare)

    def plain(self) -> dict[str, object]:
        """Return the figures as JSON has them."""
        return {"sandboxed": self.sandboxed, "bare": self.bare, "ratio": self.ratio.plain()}


def _compare(folder: Path, name: str, count: int, rounds: int) -> Comparison:
    course = copy_course(folder / "course")
    exercise = course.exercise(name)
    made = list(itertools.islice(sources(course, exercise), count))
    for size in (count, 1):
        for number, source in enumerate(made[:size]):
            learner = f"learner-{number:03}"
            hand_in(folder / f"class-{size}", learner, exercise, signed(source, learner))
    contenders = [_contender(folder, name, size, bare=bare) for bare in (False, True) for size in (count, 1)]
    many, one, bare_many, bare_one = take_turns(contenders, rounds=rounds)
    ours = {report["learner"]: report["score"] for report in json.loads(many.output)["reports"]}
    if ours != json.loads(bare_many.output):
        sys.exit(f"They do not agree on {name}, so their times compare nothing:\n{ours}\n{bare_many.output}")
    return Comparison(_further(many, one, count), _further(bare_many, bare_one, count))


def _contender(folder: Path, name: str, size: int, *, bare: bool) -> Contender:
    grade = (str(BIN / "grade"), "all", str(folder / f"class-{size}"), "--out", str(folder / "results"))
    alone = (sys.executable, str(Path(__file__).resolve()), "--bare", str(folder), "--exercises", name)
    return Contender(
        name=f"{name}, {size}, {'in one process' if bare else 'grade all --jobs 1'}",
        command=(*alone, "--submissions", str(size)) if bare else (*grade, "--json", "--jobs", "1"),
        folder=folder / "course",
        environment=environment(),
        accepts=frozenset({0, 1}),  # 1: somebody has not got full marks
        prepare=lambda: forget_results(folder),
        core=one_core(),
    )


def _further(many: Timing, one: Timing, count: int) -> list[float]:
    return [(a - b) / (count - 1) for a, b in zip(many.seconds, one.seconds, strict=True)]


def _shown(found: Mapping[str, object], results: Mapping[str, Comparison]) -> str:
    rows = [("seconds for each further submission", "grade all --jobs 1", "in one process", "ratio")]
    for name, one in results.items():
        best = min(one.sandboxed), min(one.bare)
        rows.append((name, f"{best[0]:.3f}", f"{best[1]:.3f}", str(one.ratio)))
    return "\n".join([machine_line(found), "", table(rows), "", f"Promised: at most {PROMISED:g} times."])


# The bare side, in a process of its own.


def _bare(course: Course, folder: Path, name: str) -> dict[str, float]:
    """Run an exercise's suite over a class, all in this process; return the scores by learner."""
    import torch

    from autograder.grading import suites

    torch.set_num_threads(1)
    exercise = course.exercise(name)
    points = {test: worth.points for test, worth in suites.tests(exercise).items()}
    sys.path.insert(0, str(exercise.suite.parent))
    suite = importlib.import_module(exercise.suite.stem)
    learners = sorted((folder / f"class-{_options().submissions}").iterdir())
    return {learner.name: _score(suite, learner / exercise.stub.name, points) for learner in learners}


def _score(suite: ModuleType, path: Path, points: Mapping[str, float]) -> float:
    from in_process import run_in_process

    source = path.read_text()
    module = ModuleType(path.stem)
    exec(compile(source, str(path), "exec", dont_inherit=True), module.__dict__)
    score = 0.0
    for test, worth in points.items():
        try:
            run_in_process(getattr(suite, test), module, source)
        except Exception:  # a failed expectation, or what the submission raised
            continue
        score += worth
    return score


if __name__ == "__main__":
    main()
