"""The submission without isolation: what suites ask of a worker, done on the module itself, in this process.

It lets plain pytest and a notebook run the same suites as `grade`, which makes comparing times fair. It is no
grader: whatever it runs can change the verdict.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from autograder.testing.rng import Rng
from autograder.testing.syntax import Syntax
from autograder.worker import host
from autograder.worker.client import LearnerError, WatchedCalls
from autograder.worker.objects import Kept, Objects
from autograder.worker.recorder import recording

# Where the proxy's name for an operation is not the worker's.
OPERATIONS = {"call": "call_kept", "attribute": "attribute_kept", "item": "item_kept"}


class InProcess:
    """Stands where suites expect the proxy of a worker; what would be a handle is the object itself."""

    def __init__(self, module: Any, source: str) -> None:
        self._module = module
        self._source = source
        self._watching: WatchedCalls | None = None
        objects = Objects(Path(), data_root="")
        objects.put(0, module)
        self._operations = objects.operations()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return an operation of the worker or, as nearly always, a function of the learner's."""
        if name in self._operations:
            return functools.partial(self._perform, OPERATIONS.get(name, name))
        function = getattr(self._module, name)

        def call(*arguments: Any, **keywords: Any) -> Any:
            try:
                with self._recording():
                    return _as_sent(function(*arguments, **keywords))
            except Exception as error:  # suites know exceptions as the data that a worker sends
                raise LearnerError(host.describe(error, 0, Path())) from error

        return call

    @functools.cached_property
    def syntax(self) -> Syntax:
        """The learner's source, analysed."""
        return Syntax(self._source.encode())

    def keep(self, value: Any) -> Any:
        """Return a copy, so that a suite can still compare it with the original."""
        return copy.deepcopy(value)

    def observe(self, function: str, *arguments: Any, **keywords: Any) -> tuple[Any, tuple[Any, ...]]:
        """Call a function; return its result, and what its arguments hold afterwards."""
        kept = tuple(self.keep(argument) for argument in arguments)
        return getattr(self, function)(*kept, **keywords), kept

    def observe_each(
        self, function: str, cases: Iterable[Sequence[Any]]
    ) -> Iterator[tuple[Any, tuple[Any, ...]]]:
        """Observe a function on several tuples of arguments."""
        return (self.observe(function, *case) for case in cases)

    def define(self, name: str, source: str, **names: Any) -> Any:
        """Run definitions and return the one called `name`."""
        return self._perform("define", name, source, names)

    def expression(self, source: str, **names: Any) -> Any:
        """Return the value of an expression."""
        return self._perform("define", "", source, names)

    @contextlib.contextmanager
    def watch(self, operators: bool = True) -> Iterator[WatchedCalls]:
        """Record the torch functions that learner code calls inside the block, and the operators in them."""
        self._watching = WatchedCalls(operators=operators)
        try:
            yield self._watching
        finally:
            self._watching = None

    def _recording(self) -> contextlib.AbstractContextManager[None]:
        if self._watching is None:
            return contextlib.nullcontext()
        return recording(self._watching.names, operators=self._watching.operators)

    def _perform(self, operation: str, *arguments: Any) -> Any:
        result = self._operations[operation](*arguments)
        return result.value if isinstance(result, Kept) else result


def rng_of(test: str) -> Rng:
    """Return a test's drawn inputs, the same in each run."""
    return Rng(zlib.crc32(test.encode()))


def run_in_notebook(test: Callable[..., None], names: Mapping[str, Any]) -> None:
    """Run a test of a suite over a notebook's functions; `names` are the notebook's `globals()`."""
    run_in_process(test, SimpleNamespace(**names), "\n".join(names["In"]))


def run_in_process(test: Callable[..., None], module: Any, source: str) -> None:
    """Run a test of a suite over a module, or over what has its functions; `source` is the module's."""
    submission = InProcess(module, source)
    fixtures = {"submission": submission, "rng": rng_of(test.__name__)}
    test(**{name: fixtures[name] for name in test.__code__.co_varnames[: test.__code__.co_argcount]})


def _as_sent(value: Any) -> Any:
    """Return what would come back from a worker: subclasses of numbers and sequences as what they extend."""
    match value:
        case bool() | np.generic():
            return value
        case int():
            return int.__int__(value)
        case float():
            return float.__float__(value)
        case list():
            return [_as_sent(item) for item in value]
        case tuple() if not hasattr(value, "_fields"):
            return tuple(_as_sent(item) for item in value)
        case _:
            return value
