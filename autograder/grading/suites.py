"""Running suites: pytest in this process, with a plugin of ours and nothing of the user's."""

from __future__ import annotations

import functools
import importlib.util
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import torch

from autograder.course import Exercise
from autograder.data.sources import Source
from autograder.errors import InternalError
from autograder.grading.files import SubmissionFiles
from autograder.grading.held import HeldSuite
from autograder.grading.plugin import SuitePlugin
from autograder.grading.run import Run
from autograder.grading.tampering import CANARY
from autograder.grading.trial import Trial
from autograder.report import TestResult
from autograder.testing import answers
from autograder.testing.data import FashionMNIST
from autograder.testing.points import Worth
from autograder.testing.probes import Probe
from autograder.text import plain
from autograder.worker.client import Worker
from autograder.worker.settings import Accelerator


class Findings(NamedTuple):
    """What running a suite over one submission gives."""

    tests: tuple[TestResult, ...]
    tampering: dict[str, int]


def run(
    exercise: Exercise,
    submission: SubmissionFiles,
    secret: bytes,
    open_worker: Callable[[str | None], Worker],
    source: Source,
    trial: Trial | None = None,
    gpu: Accelerator = "simulated",
    drop_waiting: Callable[[], None] = lambda: None,
) -> Findings:
    """Run an exercise's suite over a submission; raises `GraderError` when the grader itself fails.

    A trial ends when it knows enough, and gives the results of the tests that ran until then. Where a worker
    was killed from outside, the suite is run once more: the next verdicts stand, whatever they are.
    `drop_waiting` is called first, since a worker that waits may have been killed too. `gpu` is what stands
    for the GPU of the tests that ask for one.
    """
    torch.set_num_threads(1)  # as in workers: the same sums in the same order, and no fight over the cores
    reference = functools.partial(_reference, exercise.id, exercise.solution)

    def once() -> Run:
        plugin, held = _held(exercise)
        worths = plugin.worths if trial is None else trial.limited(plugin.worths)
        fashion_mnist = FashionMNIST(source)
        script = (trial and trial.script) or answers.beside(exercise.suite)
        one = Run(
            exercise,
            submission,
            secret,
            open_worker,
            reference,
            fashion_mnist,
            worths,
            trial,
            script=script,
            gpu=gpu,
            probes=plugin.probes,
        )
        _run_held(exercise, plugin, held, one, trial)
        return one

    one = once()
    if one.killed:
        drop_waiting()
        one = once()
    results = one.results()
    if trial is not None:
        results = tuple(test for test in results if test.id in one.statuses)
    return Findings(results, one.tampering)


def _run_held(
    exercise: Exercise, plugin: SuitePlugin, held: HeldSuite, one: Run, trial: Trial | None
) -> None:
    try:
        with plugin.about(one):
            if trial is None:
                held.run(wanted=lambda test: test not in plugin.probes, again=one.doubted)
            else:
                held.run(
                    trial.first,
                    lambda: trial.over(one.statuses),
                    lambda test: _wanted(test, trial, plugin.probes),
                    one.doubted,
                )
    except BaseException:  # Ctrl-C, or pytest itself: what it has set up is not to be met by the next run
        _forget(exercise.suite)
        raise
    finally:
        one.close()
    if one.failure is not None:
        _forget(exercise.suite)
        raise one.failure


def _wanted(name: str, trial: Trial, probes: Collection[str]) -> bool:
    if name in probes:
        return name in trial.first
    return name == CANARY or trial.mine(name)


def tests(exercise: Exercise) -> dict[str, Worth]:
    """Return the names of a suite's tests and what they are worth, without running anything.

    Raises `InternalError` when the suite cannot be loaded.
    """
    plugin, _ = _held(exercise)
    return plugin.worths


def probes(exercise: Exercise) -> dict[str, Probe]:
    """Return the names of a suite's probes and what they can explain; raises as `tests` does."""
    plugin, _ = _held(exercise)
    return plugin.probes


def independent(exercise: Exercise) -> bool:
    """Return whether each test of a suite stands by itself; raises as `tests` does."""
    _, held = _held(exercise)
    return not held.shares


_suites: dict[Path, tuple[int, SuitePlugin, HeldSuite]] = {}  # with the time of the file's last change


def _held(exercise: Exercise) -> tuple[SuitePlugin, HeldSuite]:
    """Return an exercise's suite, collected anew if it was edited."""
    suite, changed = exercise.suite, exercise.suite.stat().st_mtime_ns
    if suite in _suites and _suites[suite][0] != changed:
        _forget(suite)
    if suite not in _suites:
        sys.modules.pop(suite.stem, None)  # pytest would not import it anew; another course's may be there
        plugin = SuitePlugin(exercise)
        held = _collect(suite, plugin)
        _suites[suite] = (changed, plugin, held)
    return _suites[suite][1:]


def _collect(suite: Path, plugin: SuitePlugin) -> HeldSuite:
    try:
        held = HeldSuite(suite, plugin)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise InternalError(f"pytest cannot collect {suite.name}: {plain(what, 300)}") from error
    failure = plugin.failure or (None if plugin.worths else InternalError(f"{suite.name} has no tests."))
    if failure is not None:
        held.close()
        raise failure
    return held


def _forget(suite: Path) -> None:
    if found := _suites.pop(suite, None):
        found[2].close()


@functools.cache
def _reference(exercise_id: str, solution: Path) -> ModuleType:
    """Return the solution, imported once in the grader."""
    spec = importlib.util.spec_from_file_location(f"reference_{exercise_id}", solution)
    if spec is None or spec.loader is None:
        raise InternalError(f"{solution.name} is not a Python module")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise InternalError(f"{solution.name}, the solution, cannot be imported: {what}.") from error
    return module
