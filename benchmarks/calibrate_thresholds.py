"""How accurate do right and wrong programs become on the budgets of the suites, and how safe are the
thresholds?

Runs the accuracy tests of the suites in this process, without a sandbox, over many seeds: the solution, the
alternatives that train in their own way, and misconceptions that spoil the training. Each run draws what the
suite draws: first weights, order of the batches, shifts and brightness of the held-out images. What is run is
listed in threshold_cases.py.

    python benchmarks/calibrate_thresholds.py --seeds 40             # measure; goes on where it was stopped
    python benchmarks/calibrate_thresholds.py --only ex18 --seeds 40
    python benchmarks/calibrate_thresholds.py --only "ex18 --full"   # on the whole of FashionMNIST
    python benchmarks/calibrate_thresholds.py --report docs/thresholds.md

Measurements are kept in results/thresholds.jsonl, a line a run; after a change of a budget measure into
another file. Forty seeds of ex13 and ex14 take about half an hour on one core, those of ex18 about the same.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import math
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import NormalDist, fmean, stdev
from types import ModuleType
from typing import Any

import torch
import torch._dynamo  # what every first optimizer would import, at the cost of a training's first seconds

sys.path.insert(0, str(Path(__file__).parent))
from threshold_cases import SECTIONS, Section, Setting, processor_clock

from autograder import course as courses
from autograder import data
from autograder.authoring import overlay
from autograder.authoring.regions import without_marks
from autograder.course import Course
from autograder.testing.data import FashionMNIST
from autograder.testing.rng import Rng

ROOT = Path(__file__).parents[1]
TAIL = 1 / 3  # share of the runs, from the lowest, that the exponential tail is fitted to
FEWEST = 3  # runs that make a row

INTRODUCTION = """\
# Accuracy thresholds

Made by `python benchmarks/calibrate_thresholds.py --report docs/thresholds.md`; do not edit.

Some tests train a network with the learner's code and count how many held-out images it recognizes. On a
small budget that number depends on luck (first weights, order of the batches), so a threshold has to come
from a distribution. It is chosen so that right code fails with a probability below 1 in 10,000, for the least
lucky right program. The column `fails` gives the larger of two estimates: a normal distribution, and an
exponential tail fitted to the lowest third of the runs. Where there are several thresholds, it is about the
highest. The draws follow from the submission's content, so grading it again gives the same, but for what the
clock decides.

Thresholds catch training that is dead. Other mistakes in the loop may train to about the same accuracy, as
the rows in italics show; they are caught by other tests, which look at weights, losses and modes. For those
rows `fails` counts the runs below each threshold. `seconds` is the median time of a training: of wall time on
one thread of a busy machine, or of processor time where a budget is one of time.
"""

ABOUT_SPEED = """\
The budget is one of time, so what is reached depends on the machine. `speed` 1 is an idle core of the machine
that measured (AMD EPYC, 2 cores, torch 2.15); at 1/2 the clock of the trained program ran twice as fast. The
thresholds are chosen for 1/2. At 1/4 right programs still come close; that happens on a core that old, and
not on a busy machine, where the grader repeats a training that was starved, with more time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One measurement."""

    exercise: str  # the section's name
    program: str
    seed: int
    accuracy: float  # share of the held-out images recognized
    seconds: float  # time of the training
    speed: float = 1


def main() -> None:
    """Measure what is missing, or write the report."""
    parser = argparse.ArgumentParser(description="Calibrate the accuracy thresholds of the suites.")
    parser.add_argument(
        "--only", action="append", metavar="NAME", help="a section, such as ex13; all but --full"
    )
    parser.add_argument("--seeds", type=int, default=40, help="runs of each right program")
    parser.add_argument("--few-seeds", type=int, default=8, help="runs of each wrong program and each recipe")
    parser.add_argument("--results", type=Path, default=ROOT / "results" / "thresholds.jsonl")
    parser.add_argument(
        "--report", type=Path, help="write a page about the measurements instead of measuring"
    )
    options = parser.parse_args()
    course = courses.load(ROOT / "course.toml", check_files=False)
    if options.report:
        before = options.report.read_text(encoding="utf-8") if options.report.exists() else ""
        options.report.write_text(page(course, read(options.results), before), encoding="utf-8")
        return
    chosen = [
        section
        for section in SECTIONS
        if (section.name in options.only if options.only else not section.full)
    ]
    for section in chosen:
        measure(course, section, options.results, options.seeds, options.few_seeds)


def measure(course: Course, section: Section, results: Path, seeds: int, few_seeds: int) -> None:
    """Run all programs that have not enough runs yet, and append what comes out."""
    torch.set_num_threads(1)
    results.parent.mkdir(parents=True, exist_ok=True)
    done = {(run.program, run.speed, run.seed) for run in read(results) if run.exercise == section.name}
    for seed in range(max(seeds, few_seeds)):
        for program, speed, wanted in programs(section, seeds, few_seeds):
            if seed >= wanted or (program, speed, seed) in done:
                continue
            run = one_run(course, section, program, speed, seed)
            with results.open("a", encoding="utf-8") as file:
                file.write(json.dumps({name: getattr(run, name) for name in Run.__slots__}) + "\n")
            print(
                f"{section.name} {program} at {speed:g}, seed {seed}: "
                f"{run.accuracy:.4f} in {run.seconds:.1f} s",
                flush=True,
            )


def programs(section: Section, seeds: int, few_seeds: int) -> Iterator[tuple[str, float, int]]:
    """Yield each program with a speed and the number of its runs."""
    for speed, share in section.speeds.items():
        for program, own in section.right.items():
            yield program, speed, math.ceil(seeds * share * own)
    for program in (*section.wrong, *section.recipes):
        yield program, section.wrong_speed, few_seeds


def read(results: Path) -> list[Run]:
    """Return the measurements made so far."""
    if not results.exists():
        return []
    return [Run(**json.loads(line)) for line in results.read_text(encoding="utf-8").splitlines()]


def one_run(course: Course, section: Section, program: str, speed: float, seed: int) -> Run:
    """Train once and measure on held-out images."""
    rng, source, suite = Rng(seed), data.find(section.full, course.full_data), suite_of(course, section)
    timed = len(section.speeds) > 1
    clock = time.process_time if timed else time.perf_counter
    with processor_clock(speed) if timed else contextlib.nullcontext():
        module = program_module(course, section, program)
        start = clock()
        predict = section.train(Setting(module=module, suite=suite, source=source, rng=rng))
        seconds = clock() - start
    pictures, answers = FashionMNIST(source).held_out(rng, section.held_out(suite))
    correct = int((predict(pictures) == answers).sum())
    accuracy = correct / len(answers)
    return Run(
        exercise=section.name,
        program=program,
        seed=seed,
        accuracy=accuracy,
        seconds=round(seconds, 2),
        speed=speed,
    )


def suite_of(course: Course, section: Section) -> Any:
    """Import an exercise's suite, for its budget."""
    path = course.exercise(section.exercise).suite
    sys.path.insert(0, str(path.parent))
    return importlib.import_module(path.stem)


def program_module(course: Course, section: Section, program: str) -> ModuleType:
    """Return the solution, an alternative, a misconception or a recipe as a module."""
    base, change = section.recipes.get(program, (program, lambda module: None))
    chosen = course.exercise(section.exercise)
    source = without_marks(chosen.solution.read_text(encoding="utf-8"))
    for folder in (chosen.alternatives, chosen.misconceptions):
        path = folder / f"{base}.py"
        if path.exists():
            source = overlay.compose(source, path.read_text(encoding="utf-8"))
    module = ModuleType(program)
    exec(compile(source, program, "exec"), module.__dict__)
    change(module)
    return module


def false_fail(accuracies: list[float], threshold: float) -> float:
    """Return the probability that a run of right code stays below the threshold.

    The larger of two estimates: a normal distribution, and an exponential tail fitted to the lowest runs,
    which is heavier. Both are fits, far outside of what was observed: read them as orders of magnitude.
    """
    normal = NormalDist(fmean(accuracies), stdev(accuracies)).cdf(threshold)
    ordered = sorted(accuracies)
    count = min(max(3, round(len(ordered) * TAIL)), len(ordered) - 1)
    start = ordered[count]
    excess = fmean(start - accuracy for accuracy in ordered[:count])
    exponential = count / len(ordered) * math.exp(-max(start - threshold, 0.0) / max(excess, 1e-9))
    return max(normal, exponential)


def page(course: Course, runs: list[Run], before: str = "") -> str:
    """Return docs/thresholds.md; a section without measurements stays as it was before."""
    parts = [INTRODUCTION]
    for section in SECTIONS:
        own = [run for run in runs if run.exercise == section.name]
        parts.append(
            "".join(f"{line}\n" for line in _section(course, section, own)) if own else _old(section, before)
        )
    return "".join(parts)


def _old(section: Section, before: str) -> str:
    found = re.search(
        rf"^\n?## {re.escape(section.name)}: .*?(?=^\n?## |\Z)", before, re.DOTALL | re.MULTILINE
    )
    return "\n" + found[0].strip("\n") + "\n" if found else ""


def _section(course: Course, section: Section, runs: list[Run]) -> Iterator[str]:
    suite = suite_of(course, section)
    thresholds = section.thresholds(suite)
    timed = len(section.speeds) > 1
    yield ""
    yield f"## {section.name}: {section.title(suite)}"
    yield ""
    yield f"| program |{' speed |' * timed} runs | lowest | mean | deviation | fails | seconds |"
    yield f"|---|{'---|' * timed}---|---|---|---|---|---|"
    for program in (*section.right, *section.wrong, *section.recipes):
        for speed in sorted(section.speeds, reverse=True):
            chosen = [run for run in runs if run.program == program and run.speed == speed]
            if len(chosen) >= FEWEST:
                yield _row(section, program, chosen, thresholds, f" {Fraction(speed)} |" if timed else "")
    for text in (section.about, ABOUT_SPEED if timed and not section.full else ""):
        if text:
            yield ""
            yield text


def _row(section: Section, program: str, runs: list[Run], thresholds: tuple[float, ...], speed: str) -> str:
    accuracies = [run.accuracy for run in runs]
    below = ", ".join(str(sum(accuracy < least for accuracy in accuracies)) for least in thresholds)
    right = program in section.right
    fails = f"{false_fail(accuracies, thresholds[-1]):.0e}" if right else f"{below} of {len(runs)}"
    seconds = sorted(run.seconds for run in runs)[len(runs) // 2]
    name = program if right or program in section.recipes else f"*{program}*"
    return (
        f"| {name} |{speed} {len(runs)} | {min(accuracies):.3f} | {fmean(accuracies):.3f} "
        f"| {stdev(accuracies):.3f} | {fails} | {seconds:.1f} |"
    )


if __name__ == "__main__":
    main()
