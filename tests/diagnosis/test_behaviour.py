"""Two behaviours are alike up to rounding, and in nothing else."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from autograder.diagnosis.behaviour import Behaviour, Stayed, Step, alike
from autograder.report import Status

FAILED = Status.FAILED


def answering(value: object, *, told: str = "", status: Status = FAILED) -> Behaviour:
    return Behaviour(status=status, told=told, steps=(Step(operation="call", value=value),))


def raising(text: str) -> Behaviour:
    return Behaviour(status=Status.ERROR, told="", steps=(Step(operation="call", raised=text),))


NUMBERS = torch.tensor([1.0, 2.0, float("nan"), float("inf")])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (1.0, 1.0 + 1e-6),
        (float("nan"), float("nan")),
        (NUMBERS, NUMBERS * (1 + 1e-6)),
        (torch.tensor([1e6, 0.0]), torch.tensor([1e6, 1e-3])),
        (torch.tensor([1, 2]), torch.tensor([1, 2])),
        (torch.zeros(0), torch.zeros(0)),
        (np.array([1.0, 2.0]), np.array([1.0, 2.0 + 1e-7])),
        (np.float64(0.5), np.float64(0.5)),
        (np.array(["a"]), np.array(["a"])),
        ({"a": [1, (2.0,)]}, {"a": [1, (2.0,)]}),
        ("text", "text"),
        (Stayed(), Stayed()),
        (None, None),
    ],
)
def test_alike(a: object, b: object) -> None:
    assert alike(answering(a), answering(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (1.0, 1.01),
        (1, 1.0),
        (True, 1),
        (float("nan"), 1.0),
        (NUMBERS, NUMBERS + 0.1),
        (torch.ones(2), torch.ones(2, dtype=torch.float64)),
        (torch.ones(2), torch.ones(1, 2)),
        (torch.tensor([1, 2]), torch.tensor([1, 3])),
        (np.ones(2), np.ones(3)),
        (np.ones(2), np.ones(2, dtype=np.float32)),
        (np.array(["a"]), np.array(["b"])),
        ([1], (1,)),
        ([1], [1, 2]),
        ({"a": 1}, {"b": 1}),
        ("text", "test"),
        (Stayed(), None),
        (torch.ones(1), [1.0]),
    ],
)
def test_not_alike(a: object, b: object) -> None:
    assert not alike(answering(a), answering(b))
    assert not alike(answering(b), answering(a))


def test_what_is_told_counts_up_to_its_numbers() -> None:
    assert alike(answering(1, told="is 0.25, not 1e-3"), answering(1, told="is 0.250001, not 0.001"))
    assert not alike(answering(1, told="cdist is called"), answering(1, told="a loop is used"))


def test_exceptions_count_up_to_addresses() -> None:
    assert alike(raising("TypeError: <f at 0x7f01>"), raising("TypeError: <f at 0x99ee>"))
    assert not alike(raising("TypeError: a"), raising("TypeError: b"))
    assert not alike(raising("TypeError: a"), answering(None, status=Status.ERROR))


def test_nothing_is_like_nothing() -> None:
    for status in (Status.ERROR, FAILED):
        silent = Behaviour(status=status, told="", steps=())
        assert not alike(silent, silent)


def test_what_the_source_uses_is_compared_where_nothing_was_answered() -> None:
    def using(text: str, status: Status = FAILED) -> Behaviour:
        return Behaviour(status=status, told=text, steps=())

    here = using("Your file uses cdist in line 4, which is not allowed.\n   4 | return cdist(a, b)")
    there = using("Your file uses cdist in line 71, which is not allowed.\n  71 | d = torch.cdist(x, y)")
    assert alike(here, there)
    assert not alike(here, using(here.told.replace("uses cdist", "uses pdist")))
    assert not alike(here, using(here.told, Status.ERROR))
    assert not alike(here, answering(1, told=here.told)) and not alike(answering(1, told=here.told), here)


def test_status_and_number_of_steps_count() -> None:
    once = answering(1)
    twice = Behaviour(status=FAILED, told="", steps=once.steps * 2)
    assert not alike(once, twice)
    assert not alike(once, answering(1, status=Status.ERROR))
