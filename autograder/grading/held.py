"""A suite that pytest has collected once and runs many times, once for each submission.

pytest.main would read its settings, register its plugins and collect anew for every submission, which takes
longer than most suites. What this needs beyond pytest's public interface is in this file alone.
"""

from __future__ import annotations

import contextlib
import inspect
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from _pytest.config import _prepareconfig

from autograder.testing.probes import PREFIX

# No plugin is looked for, nothing is rewritten, cached, captured or logged, and the two plugins that collect
# garbage ten times a run are off, as are those that wrap every test for reports that nobody reads.
_WITHOUT = (
    "cacheprovider",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "logging",
    "pastebin",
    "setuponly",
    "setupplan",
    "skipping",
    "stepwise",
    "terminal",
    "threadexception",
    "unittest",
    "unraisableexception",
    "warnings",
)
_ARGUMENTS = (
    *(argument for name in _WITHOUT for argument in ("-p", f"no:{name}")),
    *("--assert=plain", "--capture=no", "-c", os.devnull, "--import-mode=importlib"),
    *("-o", f"python_functions=test {PREFIX}"),
)


class Watcher(Protocol):
    """A pytest plugin that is also told how tests go."""

    def begin(self) -> None:
        """Be told that a test begins."""

    def call(self, item: pytest.Function) -> None:
        """Call a test with what it asked for."""

    def ended(self, test: str, *, called: bool, error: BaseException | None) -> bool:
        """Be told how a part of a test ended, `called` or set up or cleared up; say whether to go on."""


class HeldSuite:
    """One collected suite, whatever the user's pytest is set up to do.

    `plugin` is told what pytest tells plugins, gives the fixtures, and is told how tests go. Raises what
    pytest raises when the suite cannot be collected at all; a suite with mistakes is told to the plugin
    (pytest_collectreport). Every test runs, whatever marks it has.
    """

    def __init__(self, suite: Path, plugin: Watcher) -> None:
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        os.environ.pop("PYTEST_ADDOPTS", None)
        arguments = [*_ARGUMENTS, f"--rootdir={suite.parent}", str(suite)]
        self._watcher = plugin
        self._config = _prepareconfig(arguments, [plugin])
        self._config._do_configure()
        self._closed = False
        self._session = pytest.Session.from_config(self._config)
        self._config.hook.pytest_sessionstart(session=self._session)
        self._config.hook.pytest_collection(session=self._session)
        # What the test in hand was given, where pytest has no part in it.
        self._stack = contextlib.ExitStack()
        gifts = {item: _gifts_for(item, plugin) for item in self._session.items}
        self._gifts = {item: given for item, given in gifts.items() if given is not None}
        # Where one test needs more than the plugin gives, pytest sets all of them up.
        self._simple = len(self._gifts) == len(gifts)

    def run(
        self,
        first: Sequence[str] = (),
        enough: Callable[[], bool] = lambda: False,
        wanted: Callable[[str], bool] = lambda test: True,
        again: Callable[[str], bool] = lambda test: False,
    ) -> None:
        """Run every test that is wanted, those named first before the others; stop where it was enough.

        The questions are asked as it goes: whether a test is wanted before it would run; whether it is to run
        again, and whether it was enough, after it has. The suite is to be closed after an exception (Ctrl-C).
        """
        places = {name: place for place, name in enumerate(first)}
        items = sorted(self._session.items, key=lambda item: places.get(item.name, len(places)))
        for item, following in zip(items, [*items[1:], None], strict=True):
            if not wanted(item.name):
                continue
            go_on = self._run_one(item, following)
            if go_on and again(item.name):
                go_on = self._run_one(item, following)
            if not go_on:
                self.close()
                return
            if enough():
                self._session._setupstate.teardown_exact(None)  # what the tests that follow would have used
                return

    def _run_one(self, item: pytest.Item, following: pytest.Item | None) -> bool:
        """Set up, call and clear up, and return whether to go on.

        pytest's own runner does the same, and makes three reports on the way that nobody reads: a sixth of
        the grader's time, where tests are short. Setting up takes it a tenth, so that is done here too, but
        for suites that have fixtures of their own.
        """
        assert isinstance(item, pytest.Function)
        self._session._setupstate.teardown_exact(item)  # what was to be used by tests that nobody wanted
        self._watcher.begin()
        error = _raised_by(lambda: self._set_up(item))
        go_on = self._watcher.ended(item.name, called=False, error=error)
        if error is None:
            error = _raised_by(lambda: self._watcher.call(item))
            go_on = self._watcher.ended(item.name, called=True, error=error)
        error = _raised_by(lambda: self._clear_up(item, following if go_on else None))
        return self._watcher.ended(item.name, called=False, error=error) and go_on

    def _set_up(self, item: pytest.Function) -> None:
        if self._simple:
            item.funcargs.update({gift.name: gift.give(item, self._stack) for gift in self._gifts[item]})
            return
        if not item._request:  # it has run before
            item._initrequest()
        self._session._setupstate.setup(item)

    def _clear_up(self, item: pytest.Function, following: pytest.Item | None) -> None:
        if self._simple:
            item.funcargs.clear()
            self._stack.close()
            return
        try:
            self._session._setupstate.teardown_exact(following)
        finally:
            item._request = False  # type: ignore[assignment]
            item.funcargs = None  # type: ignore[assignment]

    @property
    def shares(self) -> bool:
        """Whether a fixture of the suite's own outlives a test, so that one test can lean on another."""
        fixtures = (
            fixture
            for item in self._session.items
            if isinstance(item, pytest.Function)
            for named in item._fixtureinfo.name2fixturedefs.values()
            for fixture in named
        )
        return any(fixture.baseid and fixture.scope != "function" for fixture in fixtures)

    def close(self) -> None:
        """Take down what fixtures have set up, and forget the suite; once, however often it is called."""
        if self._closed:
            return
        self._closed = True
        self._stack.close()
        self._config.hook.pytest_sessionfinish(session=self._session, exitstatus=pytest.ExitCode.OK)
        self._config._ensure_unconfigure()


@dataclass(frozen=True, slots=True)
class _Gift:
    """A fixture of the plugin's, which asks for nothing but who asks for it."""

    name: str
    function: Callable[..., object]
    knows: bool  # whether it is told who asks
    ends: bool  # whether it is a generator, with something to clear up

    def give(self, item: pytest.Function, stack: contextlib.ExitStack) -> object:
        """Return what a test gets; what is to be cleared up goes to the stack."""
        request = (_Request(item),) if self.knows else ()
        if self.ends:
            return stack.enter_context(contextlib.contextmanager(self.function)(*request))  # type: ignore[arg-type]
        return self.function(*request)


@dataclass(frozen=True, slots=True)
class _Request:
    """What fixtures of the plugin use of pytest's request."""

    node: pytest.Function


def _gifts_for(item: pytest.Item, plugin: Watcher) -> tuple[_Gift, ...] | None:
    """Return what a test asks for, in its order; None where pytest has more to do than to give that."""
    if not isinstance(item, pytest.Function) or item.cls is not None or hasattr(item, "callspec"):
        return None
    info = item._fixtureinfo
    gifts: dict[str, _Gift] = {}
    for name, definitions in info.name2fixturedefs.items():
        function, needs = definitions[-1].func, set(definitions[-1].argnames)
        if len(definitions) > 1 or getattr(function, "__self__", None) is not plugin or needs - {"request"}:
            return None
        gifts[name] = _Gift(name, function, bool(needs), inspect.isgeneratorfunction(function))
    if set(info.names_closure) - {"request"} != set(info.argnames) or set(gifts) != set(info.argnames):
        return None
    return tuple(gifts[name] for name in info.argnames)


def _raised_by(part: Callable[[], object]) -> BaseException | None:
    """Return what a part of a test raises: an outcome of pytest's and SystemExit too, but not Ctrl-C."""
    try:
        part()
    except (KeyboardInterrupt, pytest.exit.Exception):
        raise
    except BaseException as error:
        return error
    return None
