"""Checks of a single Python number."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from autograder.testing import expect
from tests.testing.fakes import failure


@pytest.mark.parametrize("value", [0.5, 1, 0, np.float64(0.25)])
def test_a_number_in_the_range_passes_and_comes_back_as_a_float(value: float) -> None:
    number = expect.number(value, low=0, high=1)
    assert (type(number) is float or isinstance(number, np.float64), number) == (True, value)


def test_a_range_may_be_open() -> None:
    assert expect.number(-1e300) == -1e300
    assert expect.number(10**400, low=0) == math.inf
    assert expect.number(-(10**400)) == -math.inf


WRONG: list[tuple[object, str, str]] = [
    (0.6999999, "The accuracy is too small.", "The accuracy is 0.6999999, and at least 0.7 is expected."),
    (0.69999999999, "The accuracy is too small.", "The accuracy is 0.69999999999, and at least 0.7 is expected."),
    (1.5, "The accuracy is too large.", "The accuracy is 1.5, and at most 1 is expected."),
    (-(10**400), "The accuracy is too small.", "The accuracy is an int of about 401 digits, and at least 0.7 is expected."),
    (math.nan, "The accuracy is nan, and a finite number is expected.", ""),
    (math.inf, "The accuracy is inf, and a finite number is expected.", ""),
    (-math.inf, "The accuracy is -inf, and a finite number is expected.", ""),
    (True, "The accuracy should be a number, but it is a bool.", "The accuracy should be a number, but it is a bool, True."),
    ("1", "The accuracy should be a number, but it is a string.", "The accuracy should be a number, but it is a string, '1'."),
    (None, "The accuracy should be a number, but it is None. Is a `return` missing?", ""),
    (
        torch.tensor(0.8),
        "The accuracy should be a number, but it is a float32 tensor. `.item()` turns it into a Python number.",
        "The accuracy should be a number, but it is a float32 tensor of shape (). `.item()` turns it into a Python number.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("value", "summary", "detail"), WRONG, ids=range(len(WRONG)))
def test_anything_else_is_told(value: object, summary: str, detail: str) -> None:
    said = failure(expect.number, value, low=0.7, high=1, name="the accuracy")
    assert said == (summary, detail or summary)
