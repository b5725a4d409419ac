"""Running a suite: pytest in this process, with a plugin of ours and nothing of the user's."""

from __future__ import annotations

import functools
import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import torch

from autograder.course import Exercise
from autograder.data.sources import Source
from autograder.errors import InternalError
from autograder.grading.files import SubmissionFiles
from autograder.grading.plugin import SuitePlugin, SuiteTests
from autograder.report import TestResult
from autograder.testing.data import FashionMNIST
from autograder.testing.points import Worth
from autograder.worker.client import Worker

# pytest's own start costs more than a suite: no plugin is looked for, nothing is rewritten or cached, and the
# two that collect garbage ten times a run are off.
_PYTEST_ARGUMENTS = (
    *(
        "-p",
        "no:cacheprovider",
        "-p",
        "no:terminal",
        "-p",
        "no:unraisableexception",
        "-p",
        "no:threadexception",
    ),
    *(
        "-p",
        "no:faulthandler",
        "-p",
        "no:junitxml",
        "-p",
        "no:logging",
        "-p",
        "no:doctest",
        "-p",
        "no:pastebin",
    ),
    *("--assert=plain", "--capture=no", "-c", os.devnull, "--import-mode=importlib"),
)


def run(
    exercise: Exercise,
    submission: SubmissionFiles,
    secret: bytes,
    open_worker: Callable[[], Worker],
    source: Source,
) -> tuple[TestResult, ...]:
    """Run an exercise's suite over a submission; raises `GraderError` when the grader itself fails."""
    torch.set_num_threads(1)  # as in workers: the same sums in the same order, and no fight over the cores
    reference = functools.partial(_reference, exercise.id, exercise.solution)
    plugin = SuitePlugin(exercise, submission, secret, open_worker, reference, FashionMNIST(source))
    _run_pytest(exercise.suite, plugin)
    if plugin.failure is not None:
        raise plugin.failure
    results = plugin.results()
    if not results:
        raise InternalError(f"{exercise.suite.name} has no tests.")
    return results


def _run_pytest(suite: Path, plugin: SuiteTests, *extra: str) -> None:
    """Run a suite in this process with a plugin of ours, whatever the user's pytest is set up to do."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    _forget_if_changed(suite)
    arguments = [*_PYTEST_ARGUMENTS, *extra, f"--rootdir={suite.parent}", str(suite)]
    code = pytest.main(arguments, plugins=[plugin])
    if plugin.stopped:
        raise KeyboardInterrupt  # pytest keeps it to itself
    if code == pytest.ExitCode.INTERNAL_ERROR:
        raise InternalError(f"pytest itself failed over {suite.name}. Does the suite import anything odd?")


_imported: dict[str, tuple[Path, int]] = {}


def _forget_if_changed(suite: Path) -> None:
    """Have a suite imported anew if it was edited, or another course's had its name: pytest would not."""
    seen = (suite, suite.stat().st_mtime_ns)
    if _imported.get(suite.stem) != seen:
        sys.modules.pop(suite.stem, None)
        _collected.pop(suite, None)
        _imported[suite.stem] = seen


_collected: dict[Path, dict[str, Worth]] = {}


def tests(exercise: Exercise) -> dict[str, Worth]:
    """Return the names of a suite's tests and what they are worth, without running anything.

    Raises `InternalError` when the suite cannot be loaded.
    """
    _forget_if_changed(exercise.suite)
    if exercise.suite not in _collected:
        _collected[exercise.suite] = _collect(exercise)
    return _collected[exercise.suite]


def _collect(exercise: Exercise) -> dict[str, Worth]:
    plugin = SuiteTests(exercise)
    _run_pytest(exercise.suite, plugin, "--collect-only")
    if plugin.failure is not None:
        raise plugin.failure
    return plugin.worths


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
