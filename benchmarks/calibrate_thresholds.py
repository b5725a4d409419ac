"""How accurate are right and wrong training loops on the budgets of ex13 and ex14, how safe the thresholds?

Runs the accuracy tests of both suites in this process, without a sandbox, over many seeds: the solution, the
alternatives that train in their own way, and misconceptions that spoil the training. Each run draws what the
suite draws: first weights, order of the batches, shifts and brightness of the held-out images.

    python benchmarks/calibrate_thresholds.py --seeds 40             # measure; goes on where it was stopped
    python benchmarks/calibrate_thresholds.py --report docs/thresholds.md

Measurements are kept in results/thresholds.jsonl, a line a run; after a change of a budget measure into
another file. Forty seeds of everything take about half an hour on one core.
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import NormalDist, fmean, stdev
from types import ModuleType
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from autograder import course as courses
from autograder import data
from autograder.authoring import overlay
from autograder.authoring.regions import without_marks
from autograder.course import Course
from autograder.testing import lab
from autograder.testing.data import FashionMNIST
from autograder.testing.rng import Rng

ROOT = Path(__file__).parents[1]
TAIL = 1 / 3  # share of the runs, from the lowest, that the exponential tail is fitted to

# Programs whose training differs from the solution's. (The alternatives of ex13 train alike up to rounding:
# its suite checks that.)
RIGHT = {
    "ex13": ["solution"],
    "ex14": ["solution", "match_statement", "predictions_batch_by_batch", "asking_the_device"],
}
WRONG = {
    "ex13": [
        "zero_grad_between_backward_and_step",
        "one_step_an_epoch",
        "softmax_before_cross_entropy",
        "no_zero_grad",
        "zero_grad_once_an_epoch",
        "batches_listed_once",
    ],
    "ex14": ["untrained_model_returned", "no_zero_grad"],
}


# ex14 leaves the recipe to the learner: other choices that somebody might make, as (optimizer, batch size).
RECIPES: dict[str, tuple[Callable[..., torch.optim.Optimizer], int]] = {
    "Adam 0.001, batches of 32": (partial(torch.optim.Adam, lr=0.001), 32),
    "Adam 0.001, batches of 256": (partial(torch.optim.Adam, lr=0.001), 256),
    "Adam 0.01, batches of 32": (partial(torch.optim.Adam, lr=0.01), 32),
    "Adam 0.01, batches of 100": (partial(torch.optim.Adam, lr=0.01), 100),
    "SGD 0.01 with momentum 0.9, batches of 64": (partial(torch.optim.SGD, lr=0.01, momentum=0.9), 64),
    "SGD 0.1, batches of 64": (partial(torch.optim.SGD, lr=0.1), 64),
    "SGD 0.01, batches of 32": (partial(torch.optim.SGD, lr=0.01), 32),
}

INTRODUCTION = """\
# Accuracy thresholds

Made by `python benchmarks/calibrate_thresholds.py --report docs/thresholds.md`; do not edit.

Two tests train a network with the learner's code and count how many of 2,000 held-out images it recognizes.
On a small budget that number depends on luck (first weights, order of the batches), so a threshold has to
come from a distribution. It is chosen so that right code fails with a probability below 1 in 10,000, for
the least lucky right program. The column `fails` gives the larger of two estimates: a normal distribution,
and an exponential tail fitted to the lowest third of the runs. The draws follow from the submission's
content, so grading it again gives the same.

Thresholds catch training that is dead. Other mistakes in the loop may train to about the same accuracy, as
the rows in italics show; they are caught by the tests that compare weights and losses with the reference.
For those rows `fails` counts the runs below the threshold. `seconds` is the median wall time of a training on
one thread of a busy machine.
"""

ABOUT_RECIPES = """\
The recipe is the learner's choice here, so the threshold leaves room. The last rows show other recipes in the
solution's loop. Plain SGD with a small learning rate comes near the threshold or falls below; so the exercise
says what accuracy is wanted, and which optimizer gets there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One measurement."""

    exercise: str
    program: str
    seed: int
    accuracy: float  # share of the held-out images recognized
    seconds: float  # wall time of the training


def main() -> None:
    """Measure what is missing, or write the report."""
    parser = argparse.ArgumentParser(description="Calibrate the accuracy thresholds of ex13 and ex14.")
    parser.add_argument("--seeds", type=int, default=40, help="runs of each right program")
    parser.add_argument("--few-seeds", type=int, default=8, help="runs of each wrong program and each recipe")
    parser.add_argument("--results", type=Path, default=ROOT / "results" / "thresholds.jsonl")
    parser.add_argument(
        "--report", type=Path, help="write a page about the measurements instead of measuring"
    )
    options = parser.parse_args()
    course = courses.load(ROOT / "course.toml", check_files=False)
    if options.report:
        options.report.write_text(page(course, read(options.results)), encoding="utf-8")
        return
    measure(course, options.results, options.seeds, options.few_seeds)


def measure(course: Course, results: Path, seeds: int, few_seeds: int) -> None:
    """Run all programs that have not enough runs yet, and append what comes out."""
    torch.set_num_threads(1)
    results.parent.mkdir(parents=True, exist_ok=True)
    done = {(run.exercise, run.program, run.seed) for run in read(results)}
    for seed in range(max(seeds, few_seeds)):
        for exercise in RIGHT:
            few = [*WRONG[exercise], *(RECIPES if exercise == "ex14" else ())]
            programs = RIGHT[exercise] * (seed < seeds) + few * (seed < few_seeds)
            for program in programs:
                if (exercise, program, seed) in done:
                    continue
                run = one_run(course, exercise, program, seed)
                with results.open("a", encoding="utf-8") as file:
                    line = {name: getattr(run, name) for name in Run.__slots__}
                    file.write(json.dumps(line) + "\n")
                print(
                    f"{exercise} {program} seed {seed}: {run.accuracy:.4f} in {run.seconds:.1f} s", flush=True
                )


def read(results: Path) -> list[Run]:
    """Return the measurements made so far."""
    if not results.exists():
        return []
    return [Run(**json.loads(line)) for line in results.read_text(encoding="utf-8").splitlines()]


def one_run(course: Course, exercise: str, program: str, seed: int) -> Run:
    """Train once and measure on held-out images."""
    rng, fashion_mnist, suite = Rng(seed), FashionMNIST(data.find()), suite_of(course, exercise)
    images, labels = fashion_mnist.training()
    chosen = rng.permutation(len(labels))[: suite.IMAGES]
    train: Callable[..., torch.nn.Module] = {"ex13": train_13, "ex14": train_14}[exercise]
    start = time.perf_counter()
    model = train(program_module(course, exercise, program), suite, images[chosen], labels[chosen], rng)
    seconds = time.perf_counter() - start
    pictures, answers = fashion_mnist.held_out(rng, suite.HELD_OUT)
    model.eval()
    with torch.no_grad():
        correct = int((model(pictures).argmax(dim=1) == answers).sum())
    return Run(
        exercise=exercise,
        program=program,
        seed=seed,
        accuracy=correct / len(answers),
        seconds=round(seconds, 2),
    )


def train_13(module: ModuleType, suite: Any, images: Tensor, labels: Tensor, rng: Rng) -> torch.nn.Module:
    """Do what `test_fit_accuracy` asks of the worker."""
    model = lab.network(suite.draw_network(rng))
    loaders = [
        lab.loader(images, labels, suite.BATCH_SIZE, True, rng.seed()),
        lab.loader(images[:500], labels[:500], suite.BATCH_SIZE, False, rng.seed()),
    ]
    module.fit(model, *loaders, lab.adam(model, suite.LEARNING_RATE), suite.EPOCHS)
    return model


def train_14(module: ModuleType, suite: Any, images: Tensor, labels: Tensor, rng: Rng) -> torch.nn.Module:
    """Do what `test_fit_on_accuracy` asks of the worker."""
    train_set = lab.dataset(images, labels)
    model: torch.nn.Module = module.fit_on(
        lab.network, train_set, torch.device("cpu"), suite.EPOCHS, rng.seed()
    )
    return model


def suite_of(course: Course, exercise: str) -> Any:
    """Import an exercise's suite, for its budget."""
    path = course.exercise(exercise).suite
    sys.path.insert(0, str(path.parent))
    return importlib.import_module(path.stem)


def program_module(course: Course, exercise: str, program: str) -> ModuleType:
    """Return the solution, an alternative or a misconception as a module."""
    chosen = course.exercise(exercise)
    source = without_marks(chosen.solution.read_text(encoding="utf-8"))
    for folder in (chosen.alternatives, chosen.misconceptions):
        path = folder / f"{program}.py"
        if path.exists():
            source = overlay.compose(source, path.read_text(encoding="utf-8"))
    module = ModuleType(program)
    exec(compile(source, program, "exec"), module.__dict__)
    if program in RECIPES:
        module.fit_on = partial(fit_by_recipe, module.train_epoch, *RECIPES[program])  # type: ignore[attr-defined]
    return module


def fit_by_recipe(
    train_epoch: Callable[..., Any],
    make_optimizer: Callable[..., torch.optim.Optimizer],
    batch_size: int,
    model_fn: Callable[[], torch.nn.Module],
    train_set: Dataset[Any],
    device: torch.device,
    epochs: int,
    seed: int,
) -> torch.nn.Module:
    """Do what ex14's `fit_on` does, with this optimizer and batch size."""
    torch.manual_seed(seed)
    model = model_fn()
    loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
    optimizer = make_optimizer(model.parameters())
    for _ in range(epochs):
        train_epoch(model, loader, optimizer, device)
    return model


def false_fail(accuracies: list[float], threshold: float) -> float:
    """Return the probability that a run of right code stays below the threshold.

    The larger of two estimates: a normal distribution, and an exponential tail fitted to the lowest runs,
    which is heavier. Both are fits, far outside of what was observed: read them as orders of magnitude.
    """
    normal = NormalDist(fmean(accuracies), stdev(accuracies)).cdf(threshold)
    ordered = sorted(accuracies)
    count = max(3, round(len(ordered) * TAIL))
    start = ordered[count]
    excess = fmean(start - accuracy for accuracy in ordered[:count])
    exponential = count / len(ordered) * math.exp(-max(start - threshold, 0.0) / excess)
    return max(normal, exponential)


def page(course: Course, runs: list[Run]) -> str:
    """Return docs/thresholds.md."""
    return INTRODUCTION + "".join(
        f"{line}\n" for exercise in RIGHT for line in _section(course, exercise, runs)
    )


def _section(course: Course, exercise: str, runs: list[Run]) -> Iterator[str]:
    suite = suite_of(course, exercise)
    threshold = suite.LEAST_ACCURACY
    yield ""
    yield f"## {exercise}: {threshold:.0%} after {suite.EPOCHS} epochs over {suite.IMAGES:,} images"
    yield ""
    yield "| program | runs | lowest | mean | deviation | fails | seconds |"
    yield "|---|---|---|---|---|---|---|"
    for program in [*RIGHT[exercise], *WRONG[exercise], *RECIPES]:
        chosen = [run for run in runs if run.exercise == exercise and run.program == program]
        if len(chosen) > 2:
            yield _row(program, program in RIGHT[exercise], chosen, threshold)
    if exercise == "ex14":
        yield ""
        yield ABOUT_RECIPES


def _row(program: str, right: bool, runs: list[Run], threshold: float) -> str:
    accuracies = [run.accuracy for run in runs]
    below = sum(accuracy < threshold for accuracy in accuracies)
    fails = f"{false_fail(accuracies, threshold):.0e}" if right else f"{below} of {len(runs)}"
    seconds = sorted(run.seconds for run in runs)[len(runs) // 2]
    name = program if right or program in RECIPES else f"*{program}*"
    return (
        f"| {name} | {len(runs)} | {min(accuracies):.3f} | {fmean(accuracies):.3f} | {stdev(accuracies):.3f} "
        f"| {fails} | {seconds:.1f} |"
    )


if __name__ == "__main__":
    main()
