"""One run of a suite over one submission: what its tests get, and how they end."""

from __future__ import annotations

import contextlib
import functools
import math
import time
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType, ModuleType

import torch

from autograder.course import Exercise
from autograder.errors import GraderError
from autograder.exhibits import Exhibit
from autograder.grading import seeds
from autograder.grading.files import SubmissionFiles
from autograder.grading.tampering import CANARY, Signs
from autograder.grading.trial import Trial
from autograder.grading.verdicts import PASSED, Scene, Verdict, verdict
from autograder.grading.workers import Workers
from autograder.report import Status, TestResult
from autograder.testing import meter
from autograder.testing.answers import INPUTS_OF, Answers
from autograder.testing.data import FashionMNIST
from autograder.testing.oracles import Script
from autograder.testing.points import Worth
from autograder.testing.probes import Facts, Probe
from autograder.testing.rng import Rng
from autograder.testing.syntax import Syntax
from autograder.text import plain
from autograder.worker.client import Allowance, LearnerError, Worker, WorkerLost
from autograder.worker.settings import Accelerator
from autograder.worker.submission import Submission

OUTPUT_KEPT = 8_000  # characters of what the code printed, in the report
OUTPUT_LIMIT = 600  # characters of what the code printed, in a public test's message
QUICK_SECONDS = 0.05  # in a worker: a test that takes less may be run twice


class Run:
    """What the tests of one run get, and what is noted of them."""

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

        Not if it was lost. Else it may if the test has passed, or has failed after one that passed, or in no
        time. Where one failure follows another, more will, and each is had twice: from a worker that is used,
        and from a fresh one. That is dear only where it takes longer than to start a worker.
        """
        if found is None or self._load_failures:
            return False
        failed = found.status in (Status.FAILED, Status.ERROR, Status.NOT_STARTED)
        return found is PASSED or (failed and (self._succeeded or self._spent.spent < QUICK_SECONDS))

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
