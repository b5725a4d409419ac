"""The proxy that suites use: looks like the learner's module, and holds no object of the learner's."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import torch

from autograder.worker import wire
from autograder.worker.client import (
    CRASHED,
    Allowance,
    LearnerError,
    NotStarted,
    WatchedCalls,
    Worker,
    WorkerLost,
)
from autograder.worker.handles import Call, Handle, WrongKind, named, summary

__all__ = [
    "Handle",
    "LearnerError",
    "NotStarted",
    "Submission",
    "Traffic",
    "WatchedCalls",
    "WorkerLost",
    "WrongKind",
]

LAST_SECONDS = 1.0  # for an answer that takes a worker no work
_WATCHED = frozenset(  # what runs learner code
    {"call", "call_kept", "observe", "observe_each", "gradient", "next", "length", "item", "item_kept"}
)


class Traffic:
    """What the simulated accelerator had to do; complete once the block has ended.

    Counted in the worker, beside learner code, so it serves honest learners: confirm by values what is worth
    points.
    """

    def __init__(self) -> None:
        self.synchronizations = 0  # how often Python waited: .item(), .cpu(), bool(), print and the like
        self.to_device = 0  # copies from the CPU's memory
        self.to_device_bytes = 0
        self.to_host = 0  # copies to the CPU's memory
        self.to_host_bytes = 0
        self.operators = 0  # that ran on the device

    def add(self, before: Any, after: Any) -> None:
        """Note the difference of two answers of the worker; what is no number counts as nothing."""
        if not isinstance(before, dict) or not isinstance(after, dict):
            return
        for name in vars(self):
            earlier, later = before.get(name), after.get(name)
            if type(earlier) is int and type(later) is int:
                setattr(self, name, later - earlier)


class Submission:
    """The learner's module in a worker, loaded on first use.

    `open_worker` starts (or hands over) the worker; `allowance` is the wall time that may be spent in it.
    `device` is "simulated" for a worker that finds a GPU, "none" for one that finds none, whatever is there.
    """

    def __init__(
        self,
        open_worker: Callable[[], Worker],
        files: Mapping[str, bytes],
        main: str,
        allowance: Allowance,
        syntax: Callable[[], Any] = lambda: None,
        device: str | None = None,
    ) -> None:
        self._open_worker = open_worker
        self._files = dict(files)
        self._main = main
        self._allowance = allowance
        self._worker: Worker | None = None
        self._lost = False
        self._lab: Handle | None = None
        self._syntax = syntax
        self._device = device
        self._last_call: Call | str = ""
        self._watching: WatchedCalls | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*arguments: Any, **keywords: Any) -> Any:
            return self._call("call", name, arguments, keywords)

        call.__name__ = name  # for messages
        return call

    @property
    def last_call(self) -> str:
        """What was called most recently, with what: for messages."""
        return str(self._last_call)

    @last_call.setter
    def last_call(self, call: Call | str) -> None:
        self._last_call = call

    def call(self, function: str | Handle, *arguments: Any, **keywords: Any) -> Handle:
        """Call a function by name or handle; the result, whatever it is, stays in the worker."""
        result = self._call("call_kept", function, arguments, keywords)
        assert isinstance(result, Handle)
        return result

    def observe(
        self, function: str | Handle, *arguments: Any, **keywords: Any
    ) -> tuple[Any, tuple[Any, ...]]:
        """Call a function; return its result, and what its arguments hold afterwards, by value."""
        answer = self._call("observe", function, arguments, keywords)
        return self._observation(answer, arguments, function)

    def observe_each(
        self, function: str | Handle, cases: Iterable[Sequence[Any]]
    ) -> Iterator[tuple[Any, tuple[Any, ...]]]:
        """Observe a function on several tuples of arguments, at little more than the price of one.

        Yields a pair for each case, in order. An exception of the learner's code is raised when its case's
        turn comes, and is the same as `observe` would raise.
        """
        waiting = [tuple(case) for case in cases]
        while waiting:
            answered = 0
            for answer in self._observed(function, waiting):
                answered += 1
                yield answer
            waiting = waiting[answered:]
            if waiting:  # this one raised: ask for it alone, to learn what
                yield self.observe(function, *waiting.pop(0))

    def keep(self, value: Any) -> Handle:
        """Put a value into the worker and return a handle of it."""
        handle = self._handle("keep", value)
        handle._content = summary(value)
        return handle

    def value(self, handle: Handle) -> Any:
        """Return what a handle holds, by value."""
        return named(self._ask("value", handle), handle._torchgrade_call, handle._torchgrade_function)

    def attribute(self, handle: Handle, name: str) -> Handle:
        """Return an attribute ("conv1.weight") as a handle."""
        return self._handle("attribute_kept", handle, name)

    def item(self, handle: Handle, key: Any) -> Handle:
        """Return an item as a handle."""
        return self._handle("item_kept", handle, key)

    def set_attribute(self, handle: Handle, name: str, value: Any) -> None:
        """Set an attribute of an object in the worker."""
        self._ask("set_attribute", handle, name, value)

    def same(self, a: Handle, b: Handle) -> bool:
        """Return whether two handles are of one object."""
        return self._ask("same", a, b) is True

    def type_name(self, handle: Handle) -> str:
        """Return the name of an object's class."""
        return str(self._ask("type_name", handle))

    def is_instance(self, handle: Handle, dotted: str) -> bool:
        """Return whether an object is an instance of a library's class, named with its module."""
        return self._ask("is_instance", handle, dotted) is True

    def expression(self, source: str, **names: Any) -> Handle:
        """Compile an expression in the worker (torch, nn, F, np, math and the names are in scope)."""
        return self._handle("define", "", source, names)

    def define(self, name: str, source: str, **names: Any) -> Handle:
        """Run definitions in the worker, return the one called `name`; learner code can read the source."""
        return self._handle("define", name, source, names)

    @property
    def lab(self) -> Handle:
        """The module `autograder.worker.lab`, inside the worker."""
        if self._lab is None:
            self._lab = self._handle("lab")
        return self._lab

    def backward(
        self,
        function: str | Handle,
        arguments: Sequence[Any],
        cotangent: torch.Tensor | None = None,
        wrt: Sequence[int] = (0,),
    ) -> tuple[Any, list[torch.Tensor | None]]:
        """Run forward and backward in the worker.

        Returns the function's value and, for each argument index in `wrt`, the gradient of
        sum(cotangent * value) (of the sum of the value for None), or None where no gradient came back.
        """
        name = function if isinstance(function, str) else function._torchgrade_function or "the function"
        target = self._function(function)
        self._last_call = Call(name, arguments, {})
        answer = self._ask("gradient", target, list(arguments), cotangent, list(wrt))
        if not isinstance(answer, tuple) or len(answer) != 2 or not isinstance(answer[1], list):
            raise WrongKind(f"no gradient could be read from {name}(...)")
        output, gradients = answer
        tensors = [g if isinstance(g, torch.Tensor) else None for g in gradients]
        return named(output, self._last_call, name), tensors

    def files(self, files: Mapping[str, bytes]) -> str:
        """Write files into the worker's scratch space and return their folder's path there."""
        return str(self._ask("files", dict(files)))

    @property
    def syntax(self) -> Any:
        """The learner's source, analysed in the grader."""
        return self._syntax()

    @property
    def data_root(self) -> str:
        """A torchvision root in the worker with the training images alone."""
        return str(self._ask("data_root"))

    def rng_state(self) -> str:
        """Return a digest of the states of the worker's global random generators."""
        return str(self._ask("rng_state"))

    def devices_of(self, value: Any) -> list[str]:
        """Return the devices of all tensors in a model, an optimizer, a tensor or a container: ["cuda:0"]."""
        answer = self._ask("devices", value)
        return [str(device) for device in answer] if isinstance(answer, list) else []

    @contextlib.contextmanager
    def traffic(self) -> Iterator[Traffic]:
        """Count what the learner's code makes the simulated accelerator do inside the block."""
        traffic, before = Traffic(), self._ask("traffic")
        try:
            yield traffic
        finally:
            with contextlib.suppress(WorkerLost):
                traffic.add(before, self._ask("traffic"))

    @contextlib.contextmanager
    def watch(self, operators: bool = True) -> Iterator[WatchedCalls]:
        """Record the torch functions that learner code calls inside the block, and the operators in them."""
        before, self._watching = self._watching, WatchedCalls(operators=operators)
        try:
            yield self._watching
        finally:
            self._watching = before

    def output(self) -> str:
        """Return the first part of what the learner's code printed."""
        return self._worker.output() if self._worker else ""

    def close(self) -> None:
        """End the worker."""
        if self._worker is not None:
            self._worker.close()

    def leave(self) -> None:
        """Let go of the worker, which is to serve another test."""
        self._worker, self._open_worker = None, _nobody

    def load(self) -> None:
        """Start the worker and have it import the learner's module; done by itself on first use.

        Raises `LearnerError` (or `NotStarted`) when the import fails, `WorkerLost` when it does not end.
        """
        if self._worker is None:
            self._worker = self._open_worker()
            self._worker.greet()
            if self._device is not None:
                self._request(self._worker, self._allowance, "accelerator", self._device)
            with self._noting_loss():
                self._worker.load(self._allowance, self._files, self._main)

    def last_word(self) -> Any:
        """Ask one more question, of which a suite knows nothing: what kind of thing is a module?

        The answer is of no use but to see how answers are taken; None if there is nobody to ask any more.
        Raises `LearnerError` and `WorkerLost`.
        """
        if self._worker is None or self._lost:
            return None
        module = Handle(self, wire.HandleNode(0))
        return self._request(self._worker, Allowance(LAST_SECONDS, self._allowance), "type_name", module)

    def renew(self, allowance: Allowance) -> Any:
        """Have the worker get ready for another test, and return its answer; see `Worker.renew`.

        None if there is nobody to ask any more. Raises `LearnerError` and `WorkerLost`.
        """
        if self._worker is None or self._lost:
            return None
        with self._noting_loss():
            return self._worker.renew(allowance)

    def _observed(
        self, function: str | Handle, cases: Sequence[tuple[Any, ...]]
    ) -> Iterator[tuple[Any, tuple[Any, ...]]]:
        """Yield what came of the cases, up to the first that raised an exception."""
        name = _name(function)
        self._last_call = f"{name}(...)" if name else self._last_call  # which of them, is not known
        answers = self._ask("observe_each", function, list(cases))
        for answer, case in zip(answers if isinstance(answers, list) else [], cases, strict=False):
            self._last_call = Call(name, case, {}) if name else self._last_call
            yield self._observation(answer, case, function)

    def _observation(
        self, answer: Any, arguments: tuple[Any, ...], function: str | Handle
    ) -> tuple[Any, tuple[Any, ...]]:
        """Return a result, and the arguments; in the place of those that have changed, what came back."""
        if not isinstance(answer, tuple) or len(answer) != 2 or not isinstance(answer[1], dict):
            raise WrongKind(f"no result could be read from {self.last_call}")
        result, changed = answer
        name = _name(function).partition("(")[0]
        call = self._last_call if name else ""
        afterwards = tuple(
            named(changed[place], call, name) if place in changed else argument
            for place, argument in enumerate(arguments)
        )
        return named(result, call, name), afterwards

    def _live(self) -> Worker:
        self.load()
        assert self._worker is not None
        return self._worker

    def _ask(self, operation: str, *arguments: Any) -> Any:
        return self._request(self._live(), self._allowance, operation, *arguments)

    def _request(self, worker: Worker, allowance: Allowance, operation: str, *arguments: Any) -> Any:
        with self._noting_loss():
            watched = self._watching if operation in _WATCHED else None
            return worker.request(allowance, self._resolve, operation, *arguments, watched=watched)

    @contextlib.contextmanager
    def _noting_loss(self) -> Iterator[None]:
        try:
            yield
        except WorkerLost:
            self._lost = True
            raise

    def _handle(self, operation: str, *arguments: Any) -> Handle:
        answer = self._ask(operation, *arguments)
        if not isinstance(answer, Handle):
            raise WrongKind("the worker did not answer with a handle")
        return answer

    def _call(
        self, operation: str, function: str | Handle, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> Any:
        """Call, and note on the result what was called, if it is the learner's and not the suite's."""
        name = _name(function)
        call = Call(name, arguments, keywords) if name else ""
        self._last_call = call or self._last_call
        return named(self._ask(operation, function, arguments, keywords), call, name.partition("(")[0])

    def _function(self, function: str | Handle) -> Handle:
        if isinstance(function, Handle):
            return function
        return self._handle("attribute_kept", Handle(self, wire.HandleNode(0)), function)

    def _resolve(self, node: wire.HandleNode) -> Handle:
        return Handle(self, node)


def _name(function: str | Handle) -> str:
    """Return what a learner calls a function, "" for one that is the suite's."""
    return function if isinstance(function, str) else str(function._torchgrade_call)


def _nobody() -> Worker:
    raise WorkerLost(CRASHED, "its test is over")
