"""Checks of values up to rounding: what passes, what fails, and what the failure says."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from autograder.errors import InternalError
from autograder.testing import expect
from autograder.testing.expect.causes import Cause, value_cause
from autograder.testing.failures import ExpectationFailed
from tests.testing.fakes import came_from, failure

X = torch.tensor([[0.5, -1.0, 2.0], [3.0, 0.0, 7.0]])
SQUARE = torch.tensor([[1.0, 2.0], [3.0, 5.0]])


def close(out: object, expected: object, **options: Any) -> bool:
    try:
        expect.close(out, expected, **options)
    except ExpectationFailed:
        return False
    return True


def changed(tensor: Tensor, index: tuple[int, ...], value: float) -> Tensor:
    copy = tensor.clone()
    copy[index] = value
    return copy


def written(*rows: str) -> str:
    return f"\n  got:      {rows[0]}\n  expected: [[0.5, -1.0, 2.0], [3.0, 0.0, 7.0]]"


FAILURES: list[tuple[str, Tensor, Tensor, str, str]] = [
    (
        "one value",
        changed(X, (1, 1), 0.25),
        X,
        "some values are wrong.",
        "some values are wrong."
        "\n  first at [1, 1]: got 0.25, expected 0.0\n  1 of 6 values is wrong"
        + written("[[0.5, -1.0, 2.0], [3.0, 0.25, 7.0]]"),
    ),
    (
        "most values",
        torch.tensor([[0.5, 1.5, 2.5], [3.5, 4.5, 7.25]]),
        X,
        "most values are wrong.",
        "most values are wrong."
        "\n  first at [0, 1]: got 1.5, expected -1.0"
        "\n  5 of 6 values are wrong; the largest difference is 4.5, at [1, 1]"
        + written("[[0.5, 1.5, 2.5], [3.5, 4.5, 7.25]]"),
    ),
    (
        "factor",
        X * 1.5,
        X,
        "most values are wrong. The result is off by a constant factor.",
        "most values are wrong. The result is off by a constant factor: it is 1.5 times what is expected."
        "\n  first at [0, 0]: got 0.75, expected 0.5"
        "\n  5 of 6 values are wrong; the largest difference is 3.5, at [1, 2]"
        + written("[[0.75, -1.5, 3.0], [4.5, 0.0, 10.5]]"),
    ),
    (
        "offset",
        X - 1,
        X,
        "all values are wrong. The result is off by a constant.",
        "all values are wrong. The result is off by a constant: it is 1.0 less than expected."
        "\n  first at [0, 0]: got -0.5, expected 0.5"
        "\n  6 of 6 values are wrong; the largest difference is 1.0, at [0, 0]"
        + written("[[-0.5, -2.0, 1.0], [2.0, -1.0, 6.0]]"),
    ),
    (
        "sign",
        -X,
        X,
        "most values are wrong. The sign is wrong.",
        "most values are wrong. The sign is wrong."
        "\n  first at [0, 0]: got -0.5, expected 0.5"
        "\n  5 of 6 values are wrong; the largest difference is 14.0, at [1, 2]"
        + written("[[-0.5, 1.0, -2.0], [-3.0, -0.0, -7.0]]"),
    ),
    (
        "order",
        X.flip(1),
        X,
        "most values are wrong. The values are right, but in another order.",
        "most values are wrong. The values are right, but in another order."
        "\n  first at [0, 0]: got 2.0, expected 0.5"
        "\n  4 of 6 values are wrong; the largest difference is 4.0, at [1, 0]"
        + written("[[2.0, -1.0, 0.5], [7.0, 0.0, 3.0]]"),
    ),
    (
        "transposed",
        SQUARE.T,
        SQUARE,
        "some values are wrong. The result is transposed: rows and columns are swapped.",
        "some values are wrong. The result is transposed: rows and columns are swapped."
        "\n  first at [0, 1]: got 3.0, expected 2.0"
        "\n  2 of 4 values are wrong; the largest difference is 1.0, at [0, 1]"
        "\n  got:      [[1.0, 3.0], [2.0, 5.0]]\n  expected: [[1.0, 2.0], [3.0, 5.0]]",
    ),
    (
        "zeros",
        X * 0,
        X,
        "most values are wrong. The result is zero everywhere.",
        "most values are wrong. The result is zero everywhere."
        "\n  first at [0, 0]: got 0.0, expected 0.5"
        "\n  5 of 6 values are wrong; the largest difference is 7.0, at [1, 2]"
        + written("[[0.0, -0.0, 0.0], [0.0, 0.0, 0.0]]"),
    ),
    (
        "one value everywhere",
        torch.full((2, 3), 2.5),
        X,
        "all values are wrong. The result has one value everywhere.",
        "all values are wrong. The result has one value everywhere."
        "\n  first at [0, 0]: got 2.5, expected 0.5"
        "\n  6 of 6 values are wrong; the largest difference is 4.5, at [1, 2]"
        + written("[[2.5, 2.5, 2.5], [2.5, 2.5, 2.5]]"),
    ),
    (
        "NaN everywhere",
        X * math.nan,
        X,
        "all values are wrong. The result is NaN everywhere.",
        "all values are wrong. The result is NaN everywhere."
        "\n  first at [0, 0]: got nan, expected 0.5\n  6 of 6 values are wrong"
        + written("[[nan, nan, nan], [nan, nan, nan]]"),
    ),
    (
        "a NaN",
        changed(changed(X, (0, 1), math.nan), (1, 0), 2.5),
        X,
        "some values are wrong. Some values are NaN.",
        "some values are wrong. 1 value is NaN."
        "\n  first at [0, 1]: got nan, expected -1.0"
        "\n  2 of 6 values are wrong; the largest difference is 0.5, at [1, 0]"
        + written("[[0.5, nan, 2.0], [2.5, 0.0, 7.0]]"),
    ),
    (
        "infinities",
        X / 0,
        X,
        "all values are wrong. Some values are NaN.",
        "all values are wrong. 1 value is NaN."
        "\n  first at [0, 0]: got inf, expected 0.5"
        "\n  6 of 6 values are wrong; the largest difference is inf, at [0, 0]"
        + written("[[inf, -inf, inf], [inf, nan, inf]]"),
    ),
    (
        "0-dim",
        torch.tensor(2.5),
        torch.tensor(2.0),
        "the value is wrong.",
        "the value is wrong.\n  got 2.5, expected 2.0",
    ),
    (
        "0-dim NaN",
        torch.tensor(math.nan),
        torch.tensor(2.0),
        "the value is wrong. It is NaN.",
        "the value is wrong. It is NaN.\n  got nan, expected 2.0",
    ),
    (
        "close by",
        torch.tensor(1.0, dtype=torch.float64) + 1e-8,
        torch.tensor(1.0, dtype=torch.float64),
        "the value is wrong.",
        "the value is wrong.\n  got 1.00000001, expected 1.0",
    ),
    (
        "int64",
        torch.tensor([2**53, 3]),
        torch.tensor([2**53 + 1, 3]),
        "some values are wrong.",
        "some values are wrong.\n  first at [0]: got 9007199254740992, expected 9007199254740993"
        "\n  1 of 2 values is wrong"
        "\n  got:      [9007199254740992, 3]\n  expected: [9007199254740993, 3]",
    ),
    (
        "bool",
        torch.tensor([True, True, True]),
        torch.tensor([True, False, True]),
        "some values are wrong. The result is True everywhere.",
        "some values are wrong. The result is True everywhere."
        "\n  first at [1]: got True, expected False\n  1 of 3 values is wrong"
        "\n  got:      [True, True, True]\n  expected: [True, False, True]",
    ),
    (
        "complex",
        torch.tensor([1 + 2j, 3 - 1j]),
        torch.tensor([1 + 2j, 3 + 1j]),
        "some values are wrong.",
        "some values are wrong.\n  first at [1]: got 3.0-1.0j, expected 3.0+1.0j\n  1 of 2 values is wrong"
        "\n  got:      [1.0+2.0j, 3.0-1.0j]\n  expected: [1.0+2.0j, 3.0+1.0j]",
    ),
]


@pytest.mark.parametrize(
    ("what", "got", "expected", "summary", "detail"), FAILURES, ids=[f[0] for f in FAILURES]
)
def test_wrong_values_are_told_with_their_cause(
    what: str, got: Tensor, expected: Tensor, summary: str, detail: str
) -> None:
    out = came_from(got.clone(), "f(float32 (2, 3), 4)")
    assert failure(expect.close, out, expected) == (f"f(...): {summary}", f"f(float32 (2, 3), 4): {detail}")


def test_large_tensors_are_summed_up() -> None:
    expected = torch.arange(300_000.0).reshape(100, 3000)
    got = changed(changed(expected, (99, 7), 5.0), (20, 30), 61.0)
    assert failure(expect.close, got, expected) == (
        "The result: some values are wrong.",
        "The result: some values are wrong.\n"
        "  first at [20, 30]: got 61.0, expected 60030.0\n"
        "  2 of 300,000 values are wrong; the largest difference is 297002.0, at [99, 7]",
    )


def test_no_cause_is_guessed() -> None:
    """Accidents are common among few or coarse values."""
    pairs = [
        ([1.0, 2.0], [2.0, 4.0]),  # two values always have a common factor, or nearly
        ([4.0, 4.0, 4.0], [3.0, 3.0, 3.0]),  # equal values have a factor and an offset
        ([0.0, 1.0, 0.0, 0.0, 0.0, 1.0], [1.0, 0.0, 0.0, 0.0, 1.0, 0.0]),  # one-hot rows
        ([1.0, 2.0, 4.0], [1.0, 2.0, 3.0]),
    ]
    for got, expected in pairs:
        summary, _ = failure(expect.close, torch.tensor(got), torch.tensor(expected))
        assert summary in {f"The result: {many} values are wrong." for many in ("some", "most", "all")}


@pytest.mark.parametrize(
    ("got", "expected", "cause"),
    [
        ([0.0, 0.0], [1.0, 2.0], "The result is zero everywhere."),
        ([2.0, 4.0, 7.0], [4.0, 8.0, 14.0], "The result is off by a constant factor."),
        ([3.0, 5.0, 8.0], [4.0, 6.0, 9.0], "The result is off by a constant."),
        ([7.0, 2.0, 4.0], [4.0, 7.0, 2.0], "The values are right, but in another order."),
        ([-2.0], [2.0], "The sign is wrong."),
    ],
)
def test_so_many_values_suffice_for_a_cause(got: list[float], expected: list[float], cause: str) -> None:
    assert value_cause(torch.tensor(got), torch.tensor(expected)).summary == cause


def test_no_cause_is_looked_for_among_very_many_values() -> None:
    assert value_cause(torch.zeros(1).expand(6_000_000), torch.arange(6_000_000.0)) == Cause()


DTYPE = "f(...) has dtype float64, and float32 is expected."


def test_the_dtype_is_told_before_the_values() -> None:
    right = came_from(X.double(), "f(3)")
    assert failure(expect.close, right, X)[0] == f"{DTYPE} The values are right."
    assert failure(expect.close, came_from(X.double() + 1, "f(3)"), X)[0] == DTYPE
    assert failure(expect.close, came_from(torch.zeros(0).double(), "f(3)"), torch.zeros(0))[0] == DTYPE
    expect.close(right, X, check_dtype=False)


def test_the_shape_is_told_before_the_dtype() -> None:
    assert failure(expect.close, X.double().T, X)[0].startswith("The result has the wrong shape")


@pytest.mark.parametrize(
    "shape", [(2, 1), (1, 3), (1,), (), (3,), (1, 2, 3), (2, 3, 1), (0, 3), (2, 0)], ids=str
)
def test_nothing_is_broadcast(shape: tuple[int, ...]) -> None:
    same = torch.zeros(2, 3)
    assert not close(torch.zeros(shape), same)
    assert not close(same, torch.zeros(shape))


def test_nan_equals_nothing_unless_a_test_says_so() -> None:
    odd = changed(X, (0, 0), math.nan)
    assert not close(odd, odd.clone())
    assert close(odd, odd.clone(), equal_nan=True)
    assert not close(odd, X, equal_nan=True)
    assert not close(X, odd, equal_nan=True)
    assert not close(math.nan, math.nan)
    assert close(math.nan, math.nan, equal_nan=True)
    assert not close(1.0, math.nan, equal_nan=True)


def test_infinities_equal_themselves_alone() -> None:
    odd = torch.tensor([math.inf, -math.inf, 1.0])
    assert close(odd, odd.clone())
    assert not close(-odd, odd)
    assert not close(odd, torch.tensor([math.inf, 1e30, 1.0]), rtol=1e9)
    assert not close(torch.tensor([1.0, 1.0]), torch.tensor([math.inf, 1.0]), rtol=0.1, atol=1e30)
    assert close(math.inf, math.inf)
    assert not close(1e308, math.inf, rtol=1.0)
    assert not close(10**400, 1.0)


DEFAULTS = [
    (torch.float64, 1e-9, 1e-11),
    (torch.complex128, 1e-9, 1e-11),
    (torch.float32, 1e-5, 1e-6),
    (torch.complex64, 1e-5, 1e-6),
    (torch.bfloat16, 3e-2, 1e-2),
    (torch.float16, 4e-3, 1e-3),
]


@pytest.mark.parametrize(("dtype", "rtol", "atol"), DEFAULTS, ids=lambda value: str(value))
@pytest.mark.parametrize("scale", [1.0, 2.0**-12, 2.0**12])
def test_default_tolerances_follow_dtype_and_scale(
    dtype: torch.dtype, rtol: float, atol: float, scale: float
) -> None:
    wide = torch.complex128 if dtype.is_complex else torch.float64
    expected = torch.tensor([scale, 0.0], dtype=dtype)
    for index, allowed in ((0, rtol + atol), (1, atol)):
        for share, passes in ((0.75, True), (1.25, False)):
            got = expected.to(wide, copy=True)
            got[index] += share * allowed * scale
            assert close(got, expected, check_dtype=False) is passes


def test_where_all_expected_values_are_zero_the_scale_is_one() -> None:
    assert close(torch.full((3,), 9e-7), torch.zeros(3))
    assert not close(torch.full((3,), 2e-6), torch.zeros(3))


def test_what_a_test_asks_for_replaces_the_default() -> None:
    expected = torch.tensor([1000.0, 0.0])
    assert close(torch.tensor([1000.0, 0.4]), expected, atol=0.5)
    assert not close(torch.tensor([1000.0, 0.6]), expected, atol=0.5)
    assert close(torch.tensor([1000.009, 0.0]), expected, atol=0.0), "rtol keeps its default"
    assert not close(torch.tensor([1000.009, 0.0]), expected, atol=0.0, rtol=0.0)
    assert close(torch.tensor([1090.0, 0.0009]), expected, rtol=0.1), "atol keeps its default"


def test_integers_and_booleans_are_compared_exactly() -> None:
    assert not close(torch.tensor([2**60]), torch.tensor([2**60 + 1]))
    assert close(torch.tensor([True, False]), torch.tensor([True, False]))
    assert not close(torch.tensor([True]), torch.tensor([False]))
    assert close(torch.tensor([10]), torch.tensor([11]), atol=1.0)
    assert not close(torch.tensor([1], dtype=torch.uint64), torch.tensor([2], dtype=torch.uint64))


def test_the_coarser_dtype_counts_where_dtypes_may_differ() -> None:
    exact = torch.tensor([1 / 3], dtype=torch.float64)
    assert close(exact.float(), exact, check_dtype=False)
    assert close(exact, exact.float(), check_dtype=False)


def test_gradients_and_strides_are_of_no_interest() -> None:
    out = X.T.contiguous().T.requires_grad_()
    expect.close(out, X)
    assert not close(out, X + 1)
    expect.close(X, out)


def test_empty_tensors_are_close_to_empty_tensors() -> None:
    expect.close(torch.zeros(0, 3), torch.zeros(0, 3))
    assert not close(torch.zeros(0, 3), torch.zeros(3, 0))


NUMBERS: list[tuple[object, object, str, str]] = [
    (3.0, 4.0, "f(x) is not the expected number.", "f(x) is 3.0, and 4.0 is expected."),
    (3, 4.5, "f(x) is not the expected number.", "f(x) is 3, and 4.5 is expected."),
    (
        math.nan,
        1.0,
        "f(x) is NaN, which is no number.",
        "f(x) is nan, and 1.0 is expected.",
    ),
    (
        10**5000,
        1.0,
        "f(x) is not the expected number.",
        "f(x) is an int of about 5,001 digits, and 1.0 is expected.",
    ),
    (
        1.0,
        1.00002,
        "f(x) is not the expected number.",
        "f(x) is 1.0, and 1.00002 is expected.",
    ),
    (True, 1.0, "f(x) should be a number, but it is a bool.", "f(x) should be a number, but it is a bool, True."),
    ("1", 1.0, "f(x) should be a number, but it is a string.", "f(x) should be a number, but it is a string, '1'."),
    (
        torch.tensor(1.0),
        1.0,
        "f(x) should be a number, but it is a float32 tensor. `.item()` turns it into a Python number.",
        "f(x) should be a number, but it is a float32 tensor of shape (). `.item()` turns it into a Python number.",
    ),
    (
        np.float32(1.0),
        1.0,
        "f(x) should be a number, but it is a NumPy number of type float32. `.item()` turns it into a Python number.",
        "f(x) should be a number, but it is a NumPy number of type float32, 1.0. `.item()` turns it into a Python number.",
    ),
    (1j, 1.0, "f(x) should be a number, but it is a complex number.", "f(x) should be a number, but it is a complex number, 0.0+1.0j."),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected", "summary", "detail"), NUMBERS, ids=range(len(NUMBERS)))
def test_wrong_numbers_are_told(value: object, expected: object, summary: str, detail: str) -> None:
    assert failure(expect.close, value, expected, name="f(x)") == (summary, detail)


def test_numbers_are_close_across_int_and_float() -> None:
    expect.close(7, 7.0)
    expect.close(7.0, 7)
    expect.close(7.00001, 7.0)
    expect.close(np.float64(7.0), 7.0)  # a float by inheritance
    expect.close(1 + 2j, 1 + 2j)
    assert not close(7.001, 7.0)
    assert close(9e-7, 0.0)
    assert not close(2e-6, 0)


def test_containers_are_compared_item_by_item() -> None:
    expected = {"loss": 0.5, "weights": [X, SQUARE], "name": "adam", "none": None}
    right = {"weights": [X + 1e-7, SQUARE], "loss": 0.5000001, "none": None, "name": "adam"}
    expect.close(right, expected)
    assert failure(expect.close, right | {"weights": [X, SQUARE + 1]}, expected)[0] == (
        "Item 1 of entry 'weights' of the result: all values are wrong. The result is off by a constant."
    )
    assert failure(expect.close, right | {"name": "sgd"}, expected)[0] == (
        "Entry 'name' of the result is not the expected string."
    )
    assert not close((X,), [X])
    assert not close([X], [X, X])


def test_arrays_are_compared_with_arrays() -> None:
    array = np.arange(6.0).reshape(2, 3)
    expect.close(array[:, ::-1], array[:, ::-1].copy())
    assert not close(array.astype(np.float32), array)
    assert failure(expect.close, torch.ones(2, 3), array)[0] == (
        "The result should be a NumPy array, but it is a float32 tensor."
    )


@pytest.mark.parametrize("expected", [True, "text", None, {1}])
def test_what_cannot_be_close_is_the_authors_mistake(expected: object) -> None:
    with pytest.raises(InternalError, match=r"expect\.equal"):
        expect.close(expected, expected)


FLOATS = st.floats(width=32) | st.integers(-3, 3).map(float)


WIDE = st.floats() | st.sampled_from([1e308, -1e308])
PAIRS = {
    torch.float32: st.tuples(FLOATS, FLOATS) | FLOATS.map(lambda x: (x, x)),
    torch.float64: st.tuples(WIDE, WIDE) | WIDE.map(lambda x: (x * (1 + 1e-12), x)),
}


@pytest.mark.parametrize("dtype", PAIRS)
@pytest.mark.parametrize("asked", [{}, {"rtol": 1e-3, "atol": 1e-3}, {"rtol": 0.0, "atol": 0.0}])
@settings(deadline=None)
@given(data=st.data())
def test_values_pass_only_if_each_of_them_is_within_tolerance(
    data: st.DataObject, dtype: torch.dtype, asked: dict[str, float]
) -> None:
    """The definition, written as a loop."""
    pairs = data.draw(st.lists(PAIRS[dtype], min_size=1, max_size=6))
    got, expected = ([pair[side] for pair in pairs] for side in (0, 1))
    largest = max((abs(value) for value in expected if math.isfinite(value)), default=0.0) or 1.0
    _, rtol, atol = next(row for row in DEFAULTS if row[0] is dtype)
    rtol, atol = asked.get("rtol", rtol), asked.get("atol", atol * largest)
    right = all(
        a == b or (math.isfinite(a) and math.isfinite(b) and abs(a - b) <= atol + rtol * abs(b))
        for a, b in pairs
    )
    tensors = torch.tensor(got, dtype=dtype), torch.tensor(expected, dtype=dtype)
    assert close(*tensors, **asked) is right


@settings(deadline=None)
@given(st.lists(FLOATS, min_size=1, max_size=5), st.lists(FLOATS, min_size=1, max_size=5))
def test_failing_never_breaks_and_stays_bounded(got: list[float], expected: list[float]) -> None:
    """Whatever the values, a failure is an ExpectationFailed with two texts of bounded length."""
    for kind in (torch.float32, torch.float16, torch.complex64, torch.bool):
        try:
            expect.close(torch.tensor(got).to(kind), torch.tensor(expected).to(kind))
        except ExpectationFailed as failed:
            assert 0 < len(failed.summary) <= 600
            assert 0 < len(failed.detail) <= 4000
