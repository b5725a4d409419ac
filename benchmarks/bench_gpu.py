"""How fast does a GPU train the notes' Network on all of FashionMNIST, and how much of the time is it busy?

    python benchmarks/bench_gpu.py
    python benchmarks/bench_gpu.py --epochs 20 --rounds 5
    python benchmarks/bench_gpu.py --device cpu --images 5000 --epochs 2     # to try it without a GPU

Three ways take turns, each from new weights: the notes' loop as written, the loop that exercise 14 teaches,
and the recipe of exercise 18 made for a GPU (gpu_recipes.py). The clock starts before the network is made,
stops after each epoch while the test images are recognized, and is read when the device has finished.
Reading the data set from the disk is not counted.

The GPU counts as busy while it computes or copies. How long that is in an epoch is read from torch's
profiler, in an epoch that is not timed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType

import torch
from gpu_recipes import CourseLoop, NotesLoop, OnTheDevice, Task, Way
from side_by_side import Ratio, machine, machine_line, table
from torch import Tensor, nn

from autograder import course as courses
from autograder import data
from autograder.authoring.regions import without_marks
from autograder.data import tensors
from autograder.data.training_root import training_root

ROOT = Path(__file__).parents[1]
ACCURACIES = (0.80, 0.85, 0.88, 0.90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One training."""

    seconds: tuple[float, ...]  # from the start to the end of each epoch, without the recognizing
    accuracy: tuple[float, ...]  # of the test images, after each epoch

    def until(self, accuracy: float) -> float | None:
        """Return the seconds until an accuracy was reached, at the end of an epoch; None if it never was."""
        reached = (
            second for second, found in zip(self.seconds, self.accuracy, strict=True) if found >= accuracy
        )
        return next(reached, None)

    @property
    def per_epoch(self) -> float:
        """Seconds of an epoch, without the first, which gets things ready (if there is another)."""
        if len(self.seconds) == 1:
            return self.seconds[0]
        return (self.seconds[-1] - self.seconds[0]) / (len(self.seconds) - 1)


def train(make: Callable[[], Way], task: Task, test: tuple[Tensor, Tensor], seed: int) -> Run:
    """Train once."""
    torch.manual_seed(seed)
    seconds, accuracies, spent = [], [], 0.0
    _wait(task.device)
    start = time.perf_counter()
    way = make()
    for _ in range(task.epochs):
        way.epoch()
        _wait(task.device)
        spent += time.perf_counter() - start
        seconds.append(spent)
        accuracies.append(_accuracy(way.model, *test))
        _wait(task.device)
        start = time.perf_counter()
    return Run(seconds=tuple(seconds), accuracy=tuple(accuracies))


def busy_seconds(make: Callable[[], Way], device: torch.device) -> float:
    """Return for how long the device is busy in the second epoch of a training."""
    way = make()
    way.epoch()
    _wait(device)
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as profile:
        way.epoch()
        _wait(device)
    on_device = (
        (event.time_range.start, event.time_range.end)
        for event in profile.events()
        if event.device_type == torch.autograd.DeviceType.CUDA
    )
    return covered(on_device) / 1e6


def covered(spans: Iterable[tuple[float, float]]) -> float:
    """Return the length of what spans of (start, end) cover together; where they overlap counts once."""
    total, last = 0.0, float("-inf")
    for start, end in sorted(spans):
        total += max(end - max(start, last), 0.0)
        last = max(last, end)
    return total


def _accuracy(model: nn.Module, images: Tensor, labels: Tensor) -> float:
    model.eval()
    with torch.no_grad():
        predictions = torch.cat([model(batch).argmax(dim=1) for batch in images.split(1000)])
    model.train()
    return (predictions == labels).float().mean().item()


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize()


def _solution(exercise: str) -> ModuleType:
    path = courses.load(ROOT / "course.toml", check_files=False).exercise(exercise).solution
    module = ModuleType(path.stem)
    exec(compile(without_marks(path.read_text(encoding="utf-8")), str(path), "exec"), module.__dict__)
    return module


def ways(task: Task) -> dict[str, Callable[[], Way]]:
    """Return what makes each way, by name."""
    return {
        "the notes' loop": partial(NotesLoop, task),
        "exercise 14's loop": partial(CourseLoop, task, _solution("ex14")),
        "everything on the device": partial(OnTheDevice, task),
    }


def read_data(device: torch.device, epochs: int, images: int | None) -> tuple[Task, tuple[Tensor, Tensor]]:
    """Return what is trained on, and the test images and labels on the device."""
    source = data.find(full=True)
    training, labels = tensors.training_set(source)
    pictures, answers = tensors.held_out(source)
    task = Task(
        root=training_root(source),
        images=training[:images],
        labels=labels[:images],
        device=device,
        epochs=epochs,
    )
    return task, ((pictures[:, None] / 255).to(device), answers.to(device))


def measure(task: Task, test: tuple[Tensor, Tensor], rounds: int) -> dict[str, list[Run]]:
    """Let the ways take turns."""
    makers = ways(task)
    runs: dict[str, list[Run]] = {name: [] for name in makers}
    for number in range(rounds):
        for name, make in makers.items():
            print(f"round {number + 1} of {rounds}: {name}", file=sys.stderr)
            runs[name].append(train(make, task, test, seed=number))
    return runs


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--images", type=int, help="use the first of the training images only")
    parser.add_argument("--device", default="cuda", help="cuda, or cpu to try the script out")
    parser.add_argument("--json", action="store_true", help="print all figures as one object")
    options = parser.parse_args()
    device = torch.device(options.device)
    if device.type == "cuda" and not torch.cuda.is_available():
        print("Nothing measured: there is no CUDA GPU here. `--device cpu` tries the script out.")
        return
    task, test = read_data(device, options.epochs, options.images)
    runs = measure(task, test, options.rounds)
    busy = {name: busy_seconds(make, device) for name, make in ways(task).items() if device.type == "cuda"}
    report(runs, busy, device, as_json=options.json)


def report(
    runs: Mapping[str, list[Run]], busy: Mapping[str, float], device: torch.device, *, as_json: bool
) -> None:
    """Print what was measured: medians of the rounds, and how many times as fast as the first way."""
    per_epoch = {name: [run.per_epoch for run in found] for name, found in runs.items()}
    name_of_device = torch.cuda.get_device_name() if device.type == "cuda" else "the CPU"
    if as_json:
        plain = {
            name: {
                "runs": [{"seconds": run.seconds, "accuracy": run.accuracy} for run in found],
                "seconds_per_epoch": statistics.median(per_epoch[name]),
                "busy": busy[name] / statistics.median(per_epoch[name]) if busy else None,
            }
            for name, found in runs.items()
        }
        print(json.dumps({"machine": machine(), "device": name_of_device, "ways": plain}))
        return
    first = next(iter(per_epoch.values()))
    header = [
        "",
        "an epoch",
        "times as fast",
        *(f"{least:.0%} after" for least in ACCURACIES),
        "in the end",
        "busy",
    ]
    rows = []
    for name, found in runs.items():
        middle = statistics.median(per_epoch[name])
        rows.append(
            [
                name,
                f"{middle:.3f} s",
                f"{Ratio.of(first, per_epoch[name]).of_medians:.1f}",
                *(_after([run.until(least) for run in found]) for least in ACCURACIES),
                f"{statistics.median(run.accuracy[-1] for run in found):.1%}",
                f"{busy[name] / middle:.0%}" if busy else "-",
            ]
        )
    print(machine_line(machine()))
    print(f"trained on: {name_of_device}")
    print(table([header, *rows]))


def _after(seconds: list[float | None]) -> str:
    """Return the median, "-" where the accuracy was not reached in each round."""
    reached = [second for second in seconds if second is not None]
    return f"{statistics.median(reached):.2f} s" if len(reached) == len(seconds) else "-"


if __name__ == "__main__":
    main()
