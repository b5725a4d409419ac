"""Checks of type, shape and dtype, and what they say when they fail."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from autograder.testing import expect
from autograder.testing.expect.tensors import drawing
from autograder.worker import wire
from autograder.worker.submission import Handle
from tests.testing.fakes import came_from, failure, learner


def test_a_tensor_passes_and_comes_back() -> None:
    out = torch.ones(2, 3)
    assert expect.tensor(out) is out
    expect.shape(out, (2, 3))
    expect.shape(out, torch.Size([2, 3]))
    expect.dtype(out, torch.float32)


NO_TENSOR: list[tuple[object, str, str]] = [
    (None, "f(x) should be a tensor, but it is None. Is a `return` missing?", ""),
    (
        3.5,
        "f(x) should be a tensor, but it is a float.",
        "f(x) should be a tensor, but it is a float, 3.5.",
    ),
    (
        [1, [2, "x"], None],
        "f(x) should be a tensor, but it is a list.",
        "f(x) should be a tensor, but it is a list, [1, [2, 'x'], None].",
    ),
    (
        (torch.ones(2),),
        "f(x) should be a tensor, but it is a tuple.",
        "f(x) should be a tensor, but it is a tuple, (<float32 tensor of shape (2,)>,).",
    ),
    (
        np.ones((2, 3)),
        "f(x) should be a tensor, but it is a NumPy array of float64. "
        "`torch.as_tensor` turns what NumPy gives into a tensor.",
        "f(x) should be a tensor, but it is a NumPy array of float64, of shape (2, 3). "
        "`torch.as_tensor` turns what NumPy gives into a tensor.",
    ),
    (
        "\x1b[2J" + "a" * 10_000_000,
        "f(x) should be a tensor, but it is a string.",
        "f(x) should be a tensor, but it is a string, '\\x1b[2J"
        + "a" * 76
        + "' and so on, 10,000,004 characters.",
    ),
]


@pytest.mark.parametrize(("value", "summary", "detail"), NO_TENSOR, ids=lambda value: type(value).__name__)
def test_what_is_no_tensor_is_named(value: object, summary: str, detail: str) -> None:
    assert failure(expect.tensor, value, name="f(x)") == (summary, detail or summary)


def test_an_object_that_stays_in_the_worker_is_named_by_its_type() -> None:
    submission = learner("def make():\n    return make\ndef build():\n    return torch.nn.ReLU()")
    assert failure(expect.tensor, submission.make()) == (
        "make(...) should be a tensor, but it is a function. Was it meant to be called, with parentheses?",
        "make() should be a tensor, but it is a function. Was it meant to be called, with parentheses?",
    )
    assert failure(expect.shape, submission.build(), (2,))[1] == (
        "build() should be a tensor, but it is an object of type ReLU."
    )


def test_a_type_name_of_the_learners_cannot_draw_on_the_terminal() -> None:
    handle = Handle(learner(""), wire.HandleNode(1, "\x1b[31m" + "A" * 190))
    text = (
        "The result should be a tensor, but it is an object of type \\x1b[31m"
        + "A" * 47
        + "... (143 more characters)."
    )
    assert failure(expect.tensor, handle) == (text, text)


SHAPES: list[tuple[tuple[int, ...], tuple[int, ...], str, str]] = [
    (
        (3, 1, 784),
        (3, 784),
        "it has 3 dimensions, and 2 are expected. There is an extra dimension of size 1.",
        " There is an extra dimension of size 1.\n"
        "  got:      (3, 1, 784)\n"
        "  expected: (3,    784)\n"
        "                ^",
    ),
    (
        (3, 784),
        (1, 3, 784, 1),
        "it has 2 dimensions, and 4 are expected. 2 dimensions of size 1 are missing.",
        " 2 dimensions of size 1 are missing.\n"
        "  got:      (   3, 784)\n"
        "  expected: (1, 3, 784, 1)\n"
        "             ^          ^",
    ),
    (
        (4, 3),
        (3, 4),
        "it has 2 dimensions, as it should, but not of the right sizes. Its two dimensions are swapped.",
        " Its two dimensions are swapped.\n"
        "  got:      (4, 3)\n"
        "  expected: (3, 4)\n"
        "             ^  ^",
    ),
    (
        (2, 3, 100),
        (100, 3, 2),
        "it has 3 dimensions, as it should, but not of the right sizes. The sizes are right, in another order.",
        " The sizes are right, in another order.\n"
        "  got:      (  2, 3, 100)\n"
        "  expected: (100, 3,   2)\n"
        "             ^^^     ^^^",
    ),
    (
        (3,),
        (5,),
        "it has 1 dimension, as it should, but not of the right sizes.",
        "\n  got:      (3,)\n  expected: (5,)\n             ^",
    ),
    (
        (3, 5),
        (5,),
        "it has 2 dimensions, and 1 is expected.",
        "\n  got:      (3, 5)\n  expected: (   5,)\n             ^",
    ),
    (
        (),
        (5,),
        "it has 0 dimensions, and 1 is expected.",
        "\n  got:      ()\n  expected: (5,)\n             ^",
    ),
    (
        (1,),
        (),
        "it has 1 dimension, and 0 are expected. There is an extra dimension of size 1.",
        " There is an extra dimension of size 1.\n  got:      (1,)\n  expected: ()\n             ^",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("got", "expected", "summary", "detail"), SHAPES, ids=lambda value: str(value)[:20])
def test_shapes_are_drawn_one_below_the_other_in_public_tests_only(
    got: tuple[int, ...], expected: tuple[int, ...], summary: str, detail: str
) -> None:
    out = came_from(torch.zeros(got), "f(float32 (3, 4))")
    assert failure(expect.shape, out, expected) == (
        f"f(...) has the wrong shape: {summary}",
        f"f(float32 (3, 4)) has the wrong shape.{detail}",
    )


def test_shapes_of_very_many_dimensions_are_not_drawn() -> None:
    assert drawing((1,) * 64, (2,)) == (
        "  got:      (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ... 64 dimensions)\n"
        "  expected: (2,)"
    )


def test_a_wrong_dtype_is_named_in_hidden_tests_too() -> None:
    assert failure(expect.dtype, came_from(torch.ones(2), "f(3)"), torch.int64) == (
        "f(...) has dtype float32, and int64 is expected.",
        "f(3) has dtype float32, and int64 is expected.",
    )


@pytest.mark.parametrize("check", [expect.shape, expect.dtype])
def test_the_type_comes_first(check: object) -> None:
    for wrong in ((2,), torch.float32):
        text = "The result should be a tensor, but it is None. Is a `return` missing?"
        assert failure(check, None, wrong) == (text, text)  # type: ignore[arg-type]


NAMES: list[tuple[str | None, str, str]] = [
    (None, "standardize(...)", "standardize(float32 (3, 4), dim=1)"),
    ("flatten(x)", "flatten(x)", "flatten(x)"),
    ("conv2d(x, weight, stride=2)", "conv2d(...)", "conv2d(x, weight, stride=2)"),
    ("f(x)(3) of a batch", "f(...) of a batch", "f(x)(3) of a batch"),
    ("Network()(images)", "Network()(images)", "Network()(images)"),
    ("conv1.weight", "conv1.weight", "conv1.weight"),
]


@pytest.mark.parametrize(("name", "hidden", "public"), NAMES)
def test_a_name_loses_its_numbers_in_hidden_tests(name: str | None, hidden: str, public: str) -> None:
    out = came_from(torch.ones(2), "standardize(float32 (3, 4), dim=1)")
    text = "has dtype float32, and int64 is expected."
    assert failure(expect.dtype, out, torch.int64, name=name) == (f"{hidden} {text}", f"{public} {text}")


def test_a_result_of_nowhere_is_the_result() -> None:
    out: Tensor = torch.ones(2)
    assert (
        failure(expect.dtype, out, torch.int64)[0] == "The result has dtype float32, and int64 is expected."
    )
