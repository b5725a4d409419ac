"""Checks of exact equality, all the way down."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.testing import expect
from autograder.testing.expect.exact import identical
from autograder.testing.failures import ExpectationFailed
from tests.testing.fakes import failure

Run = namedtuple("Run", ["lr", "size"])
Other = namedtuple("Other", ["lr", "batch"])


def equal(value: object, expected: object) -> bool:
    try:
        expect.equal(value, expected)
    except ExpectationFailed:
        return False
    return True


EQUAL: list[tuple[object, object]] = [
    (3, 3),
    (0.5, 0.5),
    (np.float64(0.5), 0.5),
    (True, True),
    (None, None),
    ("text", "text"),
    (b"bytes", b"bytes"),
    (1j, 1j),
    ({1, 2}, {2, 1}),
    (torch.float32, torch.float32),
    (torch.device("cpu"), torch.device("cpu")),
    (slice(1, 2), slice(1, 2)),
    ([1, (2.0, {"a": "b"})], [1, (2.0, {"a": "b"})]),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    (Run(1, 2), Run(1, 2)),
    (Run(1, 2), (1, 2)),
    ((2, 3), torch.Size([2, 3])),
    (torch.tensor([1, 2]), torch.tensor([1, 2])),
    ([torch.ones(2)], [torch.ones(2)]),
    (np.array([1.5]), np.array([1.5])),
    (np.arange(4)[::-1], np.array([3, 2, 1, 0])),
]


@pytest.mark.parametrize(("value", "expected"), EQUAL, ids=range(len(EQUAL)))
def test_equal_values_pass(value: object, expected: object) -> None:
    expect.equal(value, expected)


UNEQUAL: list[tuple[object, object, str, str]] = [
    (3, 4, "f(x) is not the expected int.", "f(x) is 3, and 4 is expected."),
    (0.1, 0.1 + 1e-16, "f(x) is not the expected float.", "f(x) is 0.10000000000000001, and 0.1000000000000001 is expected."),
    (True, 1, "f(x) should be an int, but it is a bool.", "f(x) should be an int, but it is a bool, True."),
    (1, True, "f(x) should be a bool, but it is an int.", "f(x) should be a bool, but it is an int, 1."),
    (1, 1.0, "f(x) should be a float, but it is an int.", "f(x) should be a float, but it is an int, 1."),
    (False, True, "f(x) is not the expected bool.", "f(x) is False, and True is expected."),
    (None, 1, "f(x) should be an int, but it is None. Is a `return` missing?", ""),
    (1, None, "f(x) should be None, but it is an int.", "f(x) should be None, but it is an int, 1."),
    ("Cat", "cat", "f(x) is not the expected string.", "f(x) is 'Cat', and 'cat' is expected."),
    (
        "a" * 30 + "b" * 200,
        "a" * 30 + "c" * 200,
        "f(x) is not the expected string.",
        "f(x) is '" + "a" * 30 + "b" * 50 + "' and so on, 230 characters, and '" + "a" * 30 + "c" * 50
        + "' and so on, 230 characters is expected. They differ from position 30 on: '" + "b" * 20 + "' and '"
        + "c" * 20 + "'.",
    ),
    (b"a", b"b", "f(x) is not the expected bytes.", "f(x) is b'a', and b'b' is expected."),
    ({1}, {2}, "f(x) is not the expected set.", "f(x) is {1}, and {2} is expected."),
    ([1], (1,), "f(x) should be a tuple, but it is a list.", "f(x) should be a tuple, but it is a list, [1]."),
    ((1,), [1], "f(x) should be a list, but it is a tuple.", "f(x) should be a list, but it is a tuple, (1,)."),
    (torch.ones(2), (1, 1), "f(x) should be a tuple, but it is a float32 tensor.", "f(x) should be a tuple, but it is a float32 tensor of shape (2,)."),
    (torch.ones(1), 1.0, "f(x) should be a float, but it is a float32 tensor. `.item()` turns it into a Python number.", "f(x) should be a float, but it is a float32 tensor of shape (1,). `.item()` turns it into a Python number."),
    (np.int64(1), 1, "f(x) should be an int, but it is a NumPy number of type int64. `.item()` turns it into a Python number.", "f(x) should be an int, but it is a NumPy number of type int64, 1. `.item()` turns it into a Python number."),
    ([1, 2], [1, 2, 3], "f(x) has the wrong number of items.", "f(x) has 2 items, and 3 are expected."),
    ([], [1], "f(x) has the wrong number of items.", "f(x) has 0 items, and 1 is expected."),
    ([1, [2, 5]], [1, [2, 3]], "Item 1 of item 1 of f(x) is not the expected int.", "Item 1 of item 1 of f(x) is 5, and 3 is expected."),
    ({"loss": 1}, {"loss": 2}, "Entry 'loss' of f(x) is not the expected int.", "Entry 'loss' of f(x) is 1, and 2 is expected."),
    ({7: 1}, {7: 2}, "An entry of f(x) is not the expected int.", "Entry 7 of f(x) is 1, and 2 is expected."),
    ({"a": 1}, {"a": 1, "b": 2, "c": 3}, "f(x) has the wrong keys: some are missing.", "f(x) has the wrong keys; missing: 'b', 'c'."),
    ({"a": 1, 5: 2}, {"a": 1}, "f(x) has the wrong keys: some are too many.", "f(x) has the wrong keys; too many: 5."),
    ({"a": 1}, {"b": 1}, "f(x) has the wrong keys: some are missing and some are too many.", "f(x) has the wrong keys; missing: 'b'; too many: 'a'."),
    ([("a", 1)], {"a": 1}, "f(x) should be a dict, but it is a list.", "f(x) should be a dict, but it is a list, [('a', 1)]."),
    ((1, 2), Run(1, 2), "f(x) should be a named tuple with the right field names.", "f(x) should be a named tuple with the fields lr, size, but it is a tuple, (1, 2)."),
    (Other(1, 2), Run(1, 2), "f(x) should be a named tuple with the right field names.", "f(x) should be a named tuple with the fields lr, size, but it is one with lr, batch."),
    ([Run(1, 2)], [Run(1, 3)], "Item 1 of item 0 of f(x) is not the expected int.", "Item 1 of item 0 of f(x) is 2, and 3 is expected."),
    (torch.float64, torch.float32, "f(x) is not the expected dtype.", "f(x) is torch.float64, and torch.float32 is expected."),
    (torch.ones(2), torch.ones(2).double(), "f(x) has dtype float32, and float64 is expected. The values are right.", ""),
    (torch.ones(2), torch.zeros(2).double(), "f(x) has dtype float32, and float64 is expected.", ""),
    (torch.ones(2, 1), torch.ones(2), "f(x) has the wrong shape: it has 2 dimensions, and 1 is expected. There is an extra dimension of size 1.", "f(x) has the wrong shape. There is an extra dimension of size 1.\n  got:      (2, 1)\n  expected: (2,)\n                ^"),
    (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0000002]), "f(x): some values are wrong.", "f(x): some values are wrong.\n  first at [1]: got 2.0, expected 2.00000023842\n  1 of 2 values is wrong\n  got:      [1.0, 2.0]\n  expected: [1.0, 2.0]"),
    (torch.ones(2), np.ones(2), "f(x) should be a NumPy array, but it is a float32 tensor.", "f(x) should be a NumPy array, but it is a float32 tensor of shape (2,)."),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected", "summary", "detail"), UNEQUAL, ids=range(len(UNEQUAL)))
def test_what_differs_is_told(value: object, expected: object, summary: str, detail: str) -> None:
    assert failure(expect.equal, value, expected, name="f(x)") == (summary, detail or summary)


def test_nan_equals_nothing() -> None:
    assert not equal(float("nan"), float("nan"))
    assert not equal(torch.tensor([float("nan")]), torch.tensor([float("nan")]))
    assert not equal([float("nan")], [float("nan")])


def test_keys_that_are_no_plain_words_are_hidden_and_escaped() -> None:
    key = "\x1b[31mkey"
    assert failure(expect.equal, {key: 1}, {key: 2}, name="f(x)") == (
        "An entry of f(x) is not the expected int.",
        "Entry '\\x1b[31mkey' of f(x) is 1, and 2 is expected.",
    )


def test_huge_and_deep_values_are_cut_short() -> None:
    deep: Any = [1]
    for _ in range(30):
        deep = [deep, "x" * 1000]
    wide = {number: list(range(100)) for number in range(10_000)}
    for value in (
        deep,
        wide,
        list(range(100_000)),
        "a" * 10_000_000,
        10**5000,
        {str(i) for i in range(1000)},
    ):
        summary, detail = failure(expect.equal, value, 0.5, name="f(x)")
        assert len(summary) < 60
        assert len(detail) < 400, detail


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers(), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(PLAIN, PLAIN)
def test_passing_means_being_equal_in_type_and_value(value: object, expected: object) -> None:
    if equal(value, expected):
        assert type(value) is type(expected)
        assert value == expected
    assert identical(value, value)


@pytest.mark.parametrize(
    ("value", "original", "same"),
    [
        (torch.tensor([1.0, float("nan")]), torch.tensor([1.0, float("nan")]), True),
        (torch.tensor([1.0]), torch.tensor([1.5]), False),
        (torch.tensor([1.0]), torch.tensor([[1.0]]), False),
        (torch.tensor([1.0]), torch.tensor([1]), False),
        (torch.tensor([1.0]), torch.nn.Parameter(torch.tensor([1.0])), True),
        (np.array([1, 2]), np.array([1, 2]), True),
        (np.array([1, 2]), np.array([1, 3]), False),
        (np.array([1, 2]), torch.tensor([1, 2]), False),
        ({"a": [torch.ones(1)]}, {"a": [torch.ones(1)]}, True),
        ({"a": [torch.ones(1)]}, {"a": [torch.zeros(1)]}, False),
        ({"a": 1}, {"b": 1}, False),
        ([1, 2], [1, 2, 3], False),
        ([1], (1,), False),
        (Run(1, 2), Run(1, 2), True),
        (Run(1, 2), (1, 2), False),
        (1, True, False),
        (float("nan"), float("nan"), True),
    ],
)
def test_identical_values_have_equal_types_and_nan_equals_itself(
    value: object, original: object, same: bool
) -> None:
    assert identical(value, original) is same
