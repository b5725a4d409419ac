"""The pytest plugin that serves a suite's tests one submission after another, and notes their verdicts."""

from __future__ import annotations

import contextlib
import functools
import inspect
import math
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from types import MappingProxyType, ModuleType

import pytest
import torch

from autograder.course import Exercise
from autograder.errors import GraderError, InternalError
from autograder.exhibits import Exhibit
from autograder.grading import seeds
from autograder.grading.files import SubmissionFiles
from autograder.grading.gpus import SIMULATION
from autograder.grading.patience import bounded
from autograder.grading.tampering import CANARY, Signs, canary_for
from autograder.grading.trial import Trial
from autograder.grading.verdicts import PASSED, Scene, Verdict, verdict
from autograder.grading.workers import Workers
from autograder.report import Status, TestResult
from autograder.testing import meter
from autograder.testing.answers import INPUTS_OF, Answers
from autograder.testing.data import FashionMNIST
from autograder.testing.oracles import Script, scripted
from autograder.testing.points import Worth, worth_of
from autograder.testing.probes import PREFIX, Facts, Probe, facts, probe_of
from autograder.testing.rng import Rng
from autograder.testing.syntax import Syntax
from autograder.text import plain
from autograder.worker.client import Allowance, LearnerError, Worker, WorkerLost
from autograder.worker.settings import Accelerator
from autograder.worker.submission import Submission

# The grader may compute, in processor time, for this many times as long as a worker may take. Honest answers
# take it a fraction of a second.
PATIENCE = 2.0
OUTPUT_KEPT = 8_000  # characters of what the code printed, in the report
OUTPUT_LIMIT = 600  # characters of what the code printed, in a public test's message


class SuitePlugin:
    """Tells one suite's tests what they ask for, and notes their verdicts.

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

    @pytest.hookimpl(tryfirst=True, specname="pytest_pyfunc_call")
    def pytest_pyfunc_call_of_probe(self, pyfuncitem: pytest.Function) -> bool | None:
        """Call a probe in pytest's place, which wants functions to return nothing."""
        if pyfuncitem.name not in self.probes:
            return None
        arguments = inspect.signature(pyfuncitem.obj).parameters
        found = pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in arguments})
        self._now.learn(pyfuncitem.name, facts(found))
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Bound what the grader itself computes in a test."""
        run, test = self._now, pyfuncitem.name
        with bounded(PATIENCE * run.seconds(test)), scripted(run.script, test):
            return (yield)

    # How tests go.

    def begin(self) -> None:
        """Start the clock."""
        self._now.begin()

    def ended(self, test: str, *, called: bool, error: BaseException | None) -> bool:
        """Note how a part of a test ended; once the grader itself has failed, nothing goes on."""
        self._now.note(test, called, error)
        return not isinstance(error, GraderError)


class Run:
    """One run of a suite over one submission: what its tests get, and how they end."""

    def __init__(
        self,
        exercise: Exercise,
        submission: SubmissionFiles,
        secret: bytes,
        open_worker: Callable[[str | None], Worker],
        reference: Callable[[], ModuleType],
        fashion_mnist: FashionMNIST,
        worths: Mapping[str, Worth],
        trial: Trial | None = None,
        script: Script | None = None,
        gpu: Accelerator = "simulated",
        probes: Mapping[str, Probe] = MappingProxyType({}),
    ) -> None:
        # Where answers were released, the solution was not: an oracle gets an empty module in its place.
        empty = functools.partial(ModuleType, "reference")
        self.reference = empty if isinstance(script, Answers) else reference
        self.script = script
        self.fashion_mnist = fashion_mnist
        self.failure: GraderError | None = None  # the grader itself failed: no verdict is to be believed
        self.killed = False  # a worker was killed from outside: a verdict may be of somebody else's making
        self._exercise = exercise
        self._files = submission
        self._secret = secret
        self._gpu = gpu
        self._worths, self._probes = worths, probes
        self._learn = trial.learn if trial else None
        self._inputs_of = (trial.inputs_of if trial else "") or submission.digest
        self._listen = trial.listen if trial else None
        self._budget = Allowance(exercise.limits.submission_seconds)
        self._workers = Workers(open_worker, self._budget, isolate=exercise.isolate)
        self._spent = self._budget  # by the test in hand
        self._doubted = ""  # a test that has failed, perhaps for what others have left in its worker
        self._load_failures: dict[str | None, LearnerError | WorkerLost] = {}  # by the test's device
        self._current: Submission | None = None
        self._succeeded = False  # the latest test that had a worker
        self._verdicts: dict[str, Verdict] = {}
        self._outputs: dict[str, str] = {}
        self._figures: dict[str, dict[str, float]] = {}
        self._exhibits: dict[str, list[Exhibit]] = {}
        self.signs = Signs()
        self._started = 0.0
        self._seconds: dict[str, float] = {}

    def rng(self, test: str) -> Rng:
        """Return drawn inputs for a test."""
        if self.script is None:
            number = seeds.seed(self._secret, self._exercise.id, test, self._inputs_of)
        else:
            number = seeds.seed(b"", self._exercise.id, test, INPUTS_OF)
        # For suites that draw from the global generator all the same. (torch.manual_seed would also note this
        # for GPUs that may be used later, with a traceback, anew for each test.)
        torch.default_generator.manual_seed(number)
        return Rng(number)

    def record(self, test: str, name: str, value: float) -> None:
        """Note a figure that a test has measured."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"{name} is {plain(repr(value), 80)}, and only finite numbers are recorded")
        self._figures.setdefault(test, {})[name] = value

    def exhibit(self, test: str, make: Callable[[], Exhibit | None]) -> None:
        """Note what a test has to look at."""
        with contextlib.suppress(LearnerError, WorkerLost, AssertionError):
            shown = make()
            if shown is not None:
                self._exhibits.setdefault(test, []).append(shown)

    def learn(self, probe: str, found: Facts) -> None:
        """Hand on what a probe has found out; nobody but a trial asks."""
        if self._learn is not None:
            self._learn(probe, found)

    def seconds(self, test: str) -> float:
        """Return the time on the clock that a test's worker may take."""
        asked = self._worths.get(test) or self._probes.get(test)  # the canary is neither
        return (asked.seconds if asked else None) or self._exercise.limits.seconds

    @contextlib.contextmanager
    def submission(self, test: str) -> Iterator[Submission]:
        """Give a test the learner's module in a worker."""
        allowance = self._spent = Allowance(self.seconds(test), above=self._budget)
        device = self._device(test)
        proxy = Submission(
            functools.partial(self._open, test, device),
            self._files.files,
            self._files.main,
            allowance,
            syntax=self._syntax,
            device=device,
        )
        self._current = proxy
        try:
            self._load(proxy, device)
            yield proxy
        finally:
            printed, readings = meter.split(proxy.output())
            self._exhibits.setdefault(test, [])[:0] = filter(None, [meter.curves(readings)])
            # Escaped here, and not where it is shown: instructors open report files with whatever they like.
            self._outputs[test] = plain(printed, OUTPUT_KEPT, lines=True)
            found = self._verdicts.get(test)  # None: it is to run once more
            if self._serves_on(found) and self._workers.keep(functools.partial(self._renew, proxy)):
                proxy.leave()
            else:
                self.signs.question(proxy.last_word)
                proxy.close()
            if found is not None:
                self._succeeded = found is PASSED

    def _serves_on(self, found: Verdict | None) -> bool:
        """Whether the worker of a test that ended so may serve the next one.

        It may if the test has passed, or has failed after one that passed. Where one failure follows another,
        more will, and each would be had twice: from a worker that is used, and from a fresh one.
        """
        if found is None or self._load_failures:
            return False
        return found is PASSED or (self._succeeded and found.status in (Status.FAILED, Status.ERROR))

    def _renew(self, proxy: Submission, allowance: Allowance) -> object:
        return self.signs.question(functools.partial(proxy.renew, allowance))

    def close(self) -> None:
        """End what would have served further tests."""
        self._workers.close()

    def _device(self, test: str) -> str | None:
        wanted = (self._worths.get(test) or self._probes[test]).device
        return self._gpu if wanted == "simulated" else wanted

    def _open(self, test: str, device: str | None) -> Worker:
        worker = self._workers.take(device)
        return worker if self._listen is None else self._listen(test, worker)

    def begin(self) -> None:
        """Start the clock for the next test, and forget the previous one."""
        self._current = None
        self._workers.begin()
        self._started = time.monotonic()

    def doubted(self, test: str) -> bool:
        """Whether a test that has just run must run once more, which this forgets; asked once."""
        if test != self._doubted:
            return False
        self._doubted = ""
        self._workers.close()  # also where the test had passed, and failed when it was cleared up
        self._budget.spend(-self._spent.spent)
        for found in (self._verdicts, self._figures, self._exhibits):
            found.pop(test, None)
        return True

    def note(self, test: str, called: bool, error: BaseException | None) -> None:
        """Note the verdict: the first thing that went wrong, or that nothing did.

        A test's parts end one after the other: what it asked for is there, it was called, it is cleared up.
        """
        if isinstance(error, GraderError):
            self.failure = self.failure or error
        self.killed |= isinstance(error, WorkerLost) and error.killed
        if error is not None and self._workers.used and not self.failure:
            self._doubted = test
            return
        if error is None:
            if called:
                self._verdicts.setdefault(test, PASSED)
        elif self._verdicts.get(test, PASSED) is PASSED:
            self.signs.note(error)
            self._verdicts[test] = _in_words(error, self._scene(test, error))
        if called or error is not None:
            self._seconds[test] = time.monotonic() - self._started

    @property
    def statuses(self) -> dict[str, Status]:
        """How the tests and probes that have run ended."""
        return {test: found.status for test, found in self._verdicts.items() if test != CANARY}

    @property
    def tampering(self) -> dict[str, int]:
        """The signs of tampering, each with how often it was seen."""
        return self.signs.counted(canary_passed=self._verdicts.get(CANARY) is PASSED)

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
            for test, worth in self._worths.items()
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
            figures=self._figures.get(test, {}),
            exhibits=tuple(self._exhibits.get(test, ())),
        )

    def _load(self, proxy: Submission, device: str | None) -> None:
        """Import the module, once in vain at most: what cannot be imported now cannot be imported later.

        Another device is another machine, though, on which "cuda" may exist.
        """
        if device in self._load_failures:
            raise self._load_failures[device]
        try:
            proxy.load()
        except (LearnerError, WorkerLost) as error:
            if not self._workers.used:
                self._load_failures[device] = error
            raise

    def _scene(self, test: str, error: BaseException) -> Scene:
        return Scene(
            public=test in self._worths and self._worths[test].public,
            source=self._files.source,
            main=self._files.main,
            last_call=self._current.last_call if self._current else "",
            loading=any(error is failure for failure in self._load_failures.values()),
            memory_mb=self._exercise.limits.memory_mb,
        )


def _in_words(error: BaseException, scene: Scene) -> Verdict:
    """Return the verdict, also where hostile data has found a mistake of ours: it costs the test in hand."""
    try:
        return verdict(error, scene)
    except Exception as mistake:
        text = "what happened in this test cannot be put into words"
        return Verdict(Status.ERROR, text, plain(f"{text}: {type(error).__name__}, then {mistake!r}", 300))
