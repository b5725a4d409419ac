"""What a hidden test says may be passed on: no drawn number, no drawn size, no drawn text is in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from autograder.testing import expect, gradients
from autograder.testing.rng import Rng
from tests.testing.fakes import came_from, failure, learner

# Sizes, values and texts that appear nowhere by themselves.
A, B = 37, 53
X = Rng(1).uniform(A, B, low=7100.0, high=7200.0)
CALL = f"f(float32 ({A}, {B}), 7177, dim=7)"
SECRET = re.compile(r"37|53|7[1-9]|secret|\d\.\d")
SOURCE = """
def f(x, y=0):
    if y == 7171:
        raise ValueError("secret 7171")
    return x * 2

def wrong(x):
    return x.detach() * 7171 + x * 0
"""


def out(tensor: torch.Tensor) -> torch.Tensor:
    return came_from(tensor.clone(), CALL)


def spoiled(index: tuple[int, int], value: float) -> torch.Tensor:
    copy = out(X)
    copy[index] = value
    return copy


CASES: dict[str, Callable[[Any], tuple[str, str]]] = {
    "shape": lambda submission: failure(expect.shape, out(X), (B, A)),
    "more dimensions": lambda submission: failure(expect.shape, out(X), (A, B, 71)),
    "values": lambda submission: failure(expect.close, spoiled((3, 5), 7999.5), X),
    "NaN": lambda submission: failure(expect.close, spoiled((3, 5), float("nan")), X),
    "factor": lambda submission: failure(expect.close, out(X * 71), X),
    "offset": lambda submission: failure(expect.close, out(X + 71), X),
    "zero": lambda submission: failure(expect.close, out(X * 0), X),
    "order": lambda submission: failure(expect.close, out(X.flip(0)), X),
    "dtype": lambda submission: failure(expect.close, out(X.double()), X),
    "integers": lambda submission: failure(expect.equal, out(X.long()), X.long() + 1),
    "array": lambda submission: failure(expect.close, X.numpy(), X, name=CALL),
    "number": lambda submission: failure(expect.close, 7171.5, 7172.5, name=CALL),
    "range": lambda submission: failure(expect.number, 7171.5, high=7100.0, name=CALL),
    "int": lambda submission: failure(expect.equal, 7171, 7172, name=CALL),
    "text": lambda submission: failure(expect.equal, "secret 7171", "secret 7172", name=CALL),
    "list": lambda submission: failure(expect.equal, list(range(A)), list(range(B)), name=CALL),
    "keys": lambda submission: failure(expect.equal, {7171: 1}, {7172: 1}, name=CALL),
    "entry": lambda submission: failure(expect.equal, {7171: 1}, {7171: 2}, name=CALL),
    "type": lambda submission: failure(expect.tensor, ["secret", 7171, np.float64(7.1)], name=CALL),
    "no exception": lambda submission: failure(expect.raises, ValueError, submission.f, X, 7172),
    "another exception": lambda submission: failure(expect.raises, KeyError, submission.f, X, 7171),
    "gradient": lambda submission: failure(gradients.check, submission, "wrong", (X.double(),), rng=Rng(1)),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_hidden_tests_keep_what_was_drawn(case: Callable[[Any], tuple[str, str]]) -> None:
    summary, detail = case(learner(SOURCE))
    assert not SECRET.search(summary), summary
    assert SECRET.search(detail), "a public test has something to show"
