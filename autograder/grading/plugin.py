"""The pytest plugin that gives a suite's tests what they ask for, one submission after another."""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from autograder.course import Exercise
from autograder.errors import GraderError, InternalError
from autograder.exhibits import Exhibit
from autograder.grading.gpus import SIMULATION
from autograder.grading.patience import bounded
from autograder.grading.run import Run
from autograder.grading.tampering import Signs, canary_for
from autograder.testing.data import FashionMNIST
from autograder.testing.oracles import scripted
from autograder.testing.points import Worth, worth_of
from autograder.testing.probes import PREFIX, Probe, facts, probe_of
from autograder.testing.rng import Rng
from autograder.text import plain
from autograder.worker.submission import Submission

# The grader may compute, in processor time, for this many times as long as a worker may take. Honest answers
# take it a fraction of a second.
PATIENCE = 2.0


class SuitePlugin:
    """Gives one suite's tests what they ask for, and tells the run in hand how they end.

    The tests and what they are worth are fixed when the suite is collected, before any learner code starts.
    """

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._run: Run | None = None
        self.worths: dict[str, Worth] = {}
        self.probes: dict[str, Probe] = {}
        self.failure: GraderError | None = None  # the suite cannot be used

    @contextlib.contextmanager
    def about(self, run: Run) -> Iterator[None]:
        """Have the tests in this block look at a submission."""
        self._run = run
        try:
            yield
        finally:
            self._run = None

    @property
    def _now(self) -> Run:
        assert self._run is not None, "a test runs for no submission"
        return self._run

    # What suites ask for.

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> Rng:
        """Drawn inputs, the same each time for one submission."""
        return self._now.rng(request.node.name)

    @pytest.fixture
    def reference(self) -> ModuleType:
        """The solution, imported in the grader."""
        return self._now.reference()

    @pytest.fixture
    def fashion_mnist(self) -> FashionMNIST:
        """The images and labels, held by the grader."""
        return self._now.fashion_mnist

    @pytest.fixture
    def record(self, request: pytest.FixtureRequest) -> Callable[[str, float], None]:
        """A function that puts a measured figure into the report, whatever the verdict.

        It raises ValueError where the value is no finite number: a mistake of the suite, which checks what
        comes from a worker first.
        """
        return functools.partial(self._now.record, request.node.name)

    @pytest.fixture
    def exhibit(self, request: pytest.FixtureRequest) -> Callable[[Callable[[], Exhibit | None]], None]:
        """A function that takes what makes something to look at, and puts that into the report.

        It decides nothing: where learner code fails in it, or it makes None, there is nothing to look at.
        """
        return functools.partial(self._now.exhibit, request.node.name)

    @pytest.fixture
    def submission(self, request: pytest.FixtureRequest) -> Iterator[Submission]:
        """The learner's module, in a fresh worker or in one that is as good as fresh."""
        with self._now.submission(request.node.name) as proxy:
            yield proxy

    @pytest.fixture
    def signs(self) -> Signs:
        """For the canary alone: what the workers have answered to it."""
        return self._now.signs

    # What pytest asks for.

    @pytest.hookimpl
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Note the tests and what they are worth, and the probes."""
        for item in items:
            problem = self._noted(item.name, getattr(item, "function", None))
            if problem:
                self.failure = InternalError(f"{self._exercise.suite.name}: {problem}")
                items.clear()
                return
        if not self.worths:
            items.clear()
        elif problem := self._astray():
            self.failure = InternalError(f"{self._exercise.suite.name}: {problem}")
            items.clear()
        if items:
            items.append(canary_for(items[-1]))

    def _noted(self, name: str, function: object) -> str:
        """Note a test or a probe; return what is wrong with it, or nothing."""
        if inspect.iscoroutinefunction(function):
            return f"{name} is async, and nobody would wait for it."
        worth, probe = worth_of(function), probe_of(function)
        if worth is None and probe is None:
            mark = (
                "@probe: say which tests it can explain"
                if name.startswith(PREFIX)
                else "@points: give it some"
            )
            return f"{name} has no {mark}."
        device = worth.device if worth else probe and probe.device
        if device is not None and SIMULATION not in self._exercise.preload:
            return (
                f'{name} has a device: add "{SIMULATION}" to preload of {self._exercise.id} in course.toml.'
            )
        if worth is not None:
            self.worths[name] = worth
        elif probe is not None:
            self.probes[name] = probe
        return ""

    def _astray(self) -> str:
        """Return which probe names a test that the suite does not have."""
        for name, probe in self.probes.items():
            for test in probe.tests:
                if test not in self.worths:
                    return f"{name} names {test}, which is no test here: name tests that it can explain."
        return ""

    @pytest.hookimpl
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A suite that cannot be imported is the author's mistake."""
        if report.failed:
            reason = plain(str(report.longrepr).strip().splitlines()[-1], 300)
            self.failure = InternalError(f"{self._exercise.suite.name} cannot be loaded: {reason}")

    # How tests go.

    def begin(self) -> None:
        """Start the clock."""
        self._now.begin()

    def call(self, item: pytest.Function) -> None:
        """Call a test or a probe, and bound what the grader itself computes in it."""
        run, test = self._now, item.name
        arguments = {name: item.funcargs[name] for name in item._fixtureinfo.argnames}
        with bounded(PATIENCE * run.seconds(test)), scripted(run.script, test):
            found = item.obj(**arguments)
            if test in self.probes:
                run.learn(test, facts(found))
            elif found is not None:
                raise InternalError(
                    f"{self._exercise.suite.name}: {test} returns something. Tests return nothing."
                )

    def ended(self, test: str, *, called: bool, error: BaseException | None) -> bool:
        """Note how a part of a test ended; once the grader itself has failed, nothing goes on."""
        self._now.note(test, called, error)
        return not isinstance(error, GraderError)
