"""The pytest plugin that runs a suite over one submission and notes each test's verdict."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
import torch

from autograder.course import Exercise
from autograder.errors import GraderError, InternalError
from autograder.grading import seeds
from autograder.grading.files import SubmissionFiles
from autograder.grading.verdicts import PASSED, Scene, Verdict, verdict
from autograder.report import Status, TestResult
from autograder.testing.data import FashionMNIST
from autograder.testing.points import Worth, worth_of
from autograder.testing.rng import Rng
from autograder.testing.syntax import Syntax
from autograder.text import plain
from autograder.worker.client import Allowance, LearnerError, Worker, WorkerLost
from autograder.worker.submission import Submission

OUTPUT_LIMIT = 600  # characters of what the code printed, in a public test's message


class SuiteTests:
    """The tests of a suite and what they are worth, fixed before any learner code starts."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self.worths: dict[str, Worth] = {}
        self.failure: GraderError | None = None  # the grader itself failed: no verdict is to be believed
        self.stopped = False  # by Ctrl-C

    @pytest.hookimpl
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Note the tests and what they are worth."""
        for item in items:
            worth = worth_of(getattr(item, "function", None))
            if worth is None:
                self.failure = InternalError(
                    f"{self._exercise.suite.name}: {item.name} has no @points: give it some."
                )
                items.clear()
                return
            self.worths[item.name] = worth

    @pytest.hookimpl
    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Note Ctrl-C; pytest's own ways to stop a session derive from the same exception."""
        self.stopped = self.stopped or excinfo.type is KeyboardInterrupt

    @pytest.hookimpl
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A suite that cannot be imported is the author's mistake."""
        if report.failed:
            reason = plain(str(report.longrepr).strip().splitlines()[-1], 300)
            self.failure = InternalError(f"{self._exercise.suite.name} cannot be loaded: {reason}")


class SuitePlugin(SuiteTests):
    """One run of one suite over one submission."""

    def __init__(
        self,
        exercise: Exercise,
        submission: SubmissionFiles,
        secret: bytes,
        open_worker: Callable[[], Worker],
        reference: Callable[[], ModuleType],
        fashion_mnist: FashionMNIST,
    ) -> None:
        super().__init__(exercise)
        self._files = submission
        self._secret = secret
        self._open_worker = open_worker
        self._reference = reference
        self._fashion_mnist = fashion_mnist
        self._budget = Allowance(exercise.limits.submission_seconds)
        self._load_failure: LearnerError | WorkerLost | None = None
        self._current: Submission | None = None
        self._verdicts: dict[str, Verdict] = {}
        self._outputs: dict[str, str] = {}
        self._started: dict[str, float] = {}
        self._seconds: dict[str, float] = {}

    @functools.cached_property
    def _analysed(self) -> Syntax:
        return Syntax(self._files.source, self._files.main)

    def _syntax(self) -> Syntax:
        return self._analysed

    def results(self) -> tuple[TestResult, ...]:
        """Return a result for every test of the suite; one without a verdict scores 0."""
        missing = Verdict(Status.ERROR, "this test did not run; that is not your fault", "no verdict")
        return tuple(
            self._result(test, worth, self._verdicts.get(test, missing))
            for test, worth in self.worths.items()
        )

    def _result(self, test: str, worth: Worth, found: Verdict) -> TestResult:
        passed = found.status is Status.PASSED
        output = self._outputs.get(test, "")
        message = found.message
        if worth.public and output and not passed:
            message += f"\nIt printed:\n{plain(output, OUTPUT_LIMIT, lines=True)}"
        return TestResult(
            id=test,
            title=worth.title,
            public=worth.public,
            points=worth.points,
            score=worth.points if passed else 0.0,
            status=found.status,
            message=message,
            details=found.details,
            output=output,
            seconds=round(self._seconds.get(test, 0.0), 4),
        )

    # What suites ask for.

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> Rng:
        """Drawn inputs, the same each time for one submission."""
        number = seeds.seed(self._secret, self._exercise.id, request.node.name, self._files.digest)
        # For suites that draw from the global generator all the same. (torch.manual_seed would also note this
        # for GPUs that may be used later, with a traceback, anew for each test.)
        torch.default_generator.manual_seed(number)
        return Rng(number)

    @pytest.fixture
    def reference(self) -> ModuleType:
        """The solution, imported in the grader."""
        return self._reference()

    @pytest.fixture
    def fashion_mnist(self) -> FashionMNIST:
        """The images and labels, held by the grader."""
        return self._fashion_mnist

    @pytest.fixture
    def submission(self, request: pytest.FixtureRequest) -> Iterator[Submission]:
        """The learner's module in a fresh worker."""
        seconds = self.worths[request.node.name].seconds or self._exercise.limits.seconds
        allowance = Allowance(seconds, above=self._budget)
        proxy = Submission(
            self._open_worker, self._files.files, self._files.main, allowance, syntax=self._syntax
        )
        self._current = proxy
        try:
            self._load(proxy)
            yield proxy
        finally:
            self._outputs[request.node.name] = proxy.output()
            proxy.close()

    def _load(self, proxy: Submission) -> None:
        """Import the module, once in vain at most: what cannot be imported now cannot be imported later."""
        if self._load_failure is not None:
            raise self._load_failure
        try:
            proxy.load()
        except (LearnerError, WorkerLost) as error:
            self._load_failure = error
            raise

    # What pytest asks for.

    @pytest.hookimpl
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Start the clock, and forget the previous test."""
        self._current = None
        self._started[nodeid] = time.monotonic()

    @pytest.hookimpl
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> None:
        """Note the verdict: the first thing that went wrong, or that nothing did."""
        name = item.name
        if call.excinfo is None:
            if call.when == "call":
                self._verdicts.setdefault(name, PASSED)
                self._seconds[name] = time.monotonic() - self._started[item.nodeid]
            return
        error = call.excinfo.value
        if isinstance(error, GraderError):
            self.failure = self.failure or error
            item.session.shouldstop = "the grader failed"
        if self._verdicts.get(name, PASSED) is PASSED:
            self._verdicts[name] = verdict(error, self._scene(name, error))
        self._seconds[name] = time.monotonic() - self._started[item.nodeid]

    def _scene(self, test: str, error: BaseException) -> Scene:
        return Scene(
            public=self.worths[test].public,
            source=self._files.source,
            main=self._files.main,
            last_call=self._current.last_call if self._current else "",
            loading=error is self._load_failure,
            memory_mb=self._exercise.limits.memory_mb,
        )
