"""A clock on which time passes as the suite says, and not on the wall."""

from __future__ import annotations

import time
import timeit
from types import ModuleType, SimpleNamespace

import pytest

from autograder.testing import virtual_time
from autograder.testing.syntax import Syntax
from autograder.testing.virtual_time import VirtualClock

LEARNER = """
import time
from time import monotonic_ns, perf_counter as now, sleep
from timeit import default_timer

CLOCK = time.time
own = print
"""


@pytest.fixture
def learner() -> ModuleType:
    module = ModuleType("learner")
    exec(LEARNER, vars(module))
    return module


def test_only_sleeping_makes_time_pass_and_a_little_each_look(learner: ModuleType) -> None:
    with VirtualClock(learner, look=0.25) as clock:
        start = time.monotonic()
        learner.sleep(100)
        time.sleep(20)
        assert time.monotonic() - start == pytest.approx(120.25)
        assert clock.looks == 2


@pytest.mark.parametrize("name", ["now", "CLOCK", "default_timer"])
def test_names_that_the_learner_has_bound_tell_the_same_time(learner: ModuleType, name: str) -> None:
    with VirtualClock(learner, look=0.0):
        look = getattr(learner, name)
        start = look()
        learner.sleep(50)
        assert look() - start == pytest.approx(50)


def test_nanoseconds_are_whole_numbers(learner: ModuleType) -> None:
    with VirtualClock(learner, look=0.0):
        start = learner.monotonic_ns()
        learner.sleep(1.5)
        assert learner.monotonic_ns() - start == 1_500_000_000
        assert type(start) is int


def test_the_date_is_todays(learner: ModuleType) -> None:
    real = time.time()
    with VirtualClock(learner, look=0.0):
        assert 0 <= time.time() - real < 3600


def test_everything_is_put_back_also_after_an_exception(learner: ModuleType) -> None:
    modules = (time, timeit, learner)
    before = [dict(vars(module)) for module in modules]
    with pytest.raises(RuntimeError), VirtualClock(learner, look=1.0):
        assert [dict(vars(module)) for module in modules] != before
        raise RuntimeError
    assert [dict(vars(module)) for module in modules] == before


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import time\nnow = time.monotonic", False),
        ("from datetime import datetime", True),
        ("def train():\n    import threading", True),
        ("import time\nt = time.clock_gettime(0)", True),
        ("import torch\nevent = torch.cuda.Event()", True),
        ("def broken(:", True),
    ],
)
def test_clocks_that_are_not_replaced_are_seen_in_the_source(source: str, expected: bool) -> None:
    submission = SimpleNamespace(syntax=Syntax(source.encode()))
    assert virtual_time.has_another(submission) is expected
