"""Values in words."""

from __future__ import annotations

import math
from collections import namedtuple

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.testing.describe import (
    Name,
    call_name,
    describe,
    elements_text,
    kind_of,
    name_of,
    number_pair,
    number_text,
    text_of,
)
from tests.testing.fakes import came_from, learner

Pair = namedtuple("Pair", ["a", "b"])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (3.0, "3.0"),
        (1e10, "1e+10"),
        (1 / 3, "0.3333333"),
        (math.inf, "inf"),
        (-0.0, "-0.0"),
        (True, "True"),
        (12345678901, "12345678901"),
        pytest.param(-(10**5000), "an int of about 5,001 digits", id="huge"),
        (1.5 - 2j, "1.5-2.0j"),
        (complex(0, -0.0), "0.0-0.0j"),
        (np.float64(0.25), "0.25"),
    ],
)
def test_numbers(value: object, text: str) -> None:
    assert number_text(value) == text


@given(st.floats(), st.floats())
def test_different_numbers_look_different(a: float, b: float) -> None:
    texts = number_pair(a, b)
    assert texts[0] != texts[1] or a == b or (math.isnan(a) and math.isnan(b))


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, "None", "None"),
        (torch.ones(2, 3), "a float32 tensor", "a float32 tensor of shape (2, 3)"),
        (torch.tensor([1, 2]), "an int64 tensor", "an int64 tensor of shape (2,)"),
        (torch.ones(1).bool(), "a bool tensor", "a bool tensor of shape (1,)"),
        (np.ones(2), "a NumPy array of float64", "a NumPy array of float64, of shape (2,)"),
        (Pair(1, 2), "a named tuple", "a named tuple, (1, 2)"),
        (torch.float32, "a dtype", "a dtype, torch.float32"),
        ((), "a tuple", "a tuple, ()"),
        (set(), "a set", "a set, set()"),
        ({1: [2]}, "a dict", "a dict, {1: [2]}"),
        ({}, "a dict", "a dict, {}"),
        (slice(1, None), "a slice", "a slice, slice(1, None, None)"),
        (..., "an object of type ellipsis", "an object of type ellipsis, <object of type ellipsis>"),
    ],
)
def test_kinds_and_values(value: object, kind: str, text: str) -> None:
    assert (kind_of(value), describe(value)) == (kind, text)


def test_containers_show_their_first_items_and_three_levels() -> None:
    assert text_of(list(range(15))) == "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ... 15 in all]"
    assert text_of([[[[1]]]]) == "[[[...]]]"


def test_small_tensors_show_their_elements() -> None:
    assert elements_text(torch.tensor([[1.0, 2.5]])) == "[[1.0, 2.5]]"
    assert elements_text(torch.zeros(12, dtype=torch.int64)) == "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"
    assert elements_text(torch.ones(13)) is None
    assert elements_text(torch.ones(1, 1, 1, 1, 1)) is None


def test_a_name_comes_from_the_author_else_from_the_call_else_from_nowhere() -> None:
    out = came_from(torch.ones(2), "f(3)")
    assert name_of(out, "its weight") == Name("its weight", "its weight")
    assert name_of(out) == Name("f(3)", "f(...)")
    assert name_of([out, out]) == Name("f(3)", "f(...)")
    assert name_of(()) == name_of(3) == Name("the result", "the result")


def test_what_stays_in_the_worker_is_not_asked_for_its_name() -> None:
    """An attribute of a handle is an attribute of the learner's object: it may not even exist."""
    submission = learner(
        "class Trap:\n    def __getattr__(self, name):\n        raise SystemExit\ntrap = Trap()"
    )
    assert name_of(submission.attribute(submission.expression("learner"), "trap")).detail == "the result"


def test_calls_are_named_as_a_learner_would_write_them() -> None:
    handle = learner("").expression("lambda: 1")
    arguments = (torch.ones(2, 3), np.ones(2), 3, "x" * 1000, [1, 2], handle, None)
    assert call_name("f", arguments, {"dim": -1}) == Name(
        "f(float32 (2, 3), array float64 (2,), 3, <1,000 characters>, [1, 2], <function>, None, dim=-1)",
        "f(...)",
    )


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("train_loss", "entry 'train_loss' of f"),
        ("fc1.weight", "entry 'fc1.weight' of f"),
        ("0.5 kg", "an entry of f"),
        ("a" * 41, "an entry of f"),
        ("näme", "an entry of f"),
        (3, "an entry of f"),
    ],
)
def test_keys_that_are_words_of_the_contract_are_shown_in_hidden_tests(key: object, text: str) -> None:
    assert Name("f", "f").entry(key).summary == text
