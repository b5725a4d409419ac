"""Generic wrong modules answer uselessly, whatever is asked, and do nothing besides."""

from __future__ import annotations

import contextlib
import math
from typing import Any

import numpy as np
import pytest
import torch

from autograder.authoring import wrong

SOLUTION = '''"""Doc."""

from collections import namedtuple

import numpy as np
import torch

Pair = namedtuple("Pair", "a b")


def tensors(x):
    return Pair(x + 1, (x > 0, x.long())), {"n": 3, "s": "text", "f": 0.5}, [True], np.ones(2, dtype=np.float32)


def fill(x):
    x.fill_(7)
    return x


def both(x):
    return tensors(x)[0].a + 1


def note(folder, text):
    for name in ("old.txt", "new.txt"):
        with open(f"{folder}/{name}", "a") as file:
            file.write(text)
    return len(text)


def strict(x):
    raise ValueError("no")


def draw():
    return torch.rand(2)


def _private():
    return 5


class Net(torch.nn.Module):
    def forward(self, x):
        return 2 * x


def build():
    return torch.nn.Linear(3, 2)


class Recorder:
    def __init__(self):
        self.kept = []

    def add(self, value):
        self.kept.append(value)

    def __len__(self):
        return len(self.kept)

    def __getitem__(self, index):
        return self.kept[index]


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx, grad):
        return grad
'''


def module(kind: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    exec(wrong.make(SOLUTION, kind), namespace)
    return namespace


def test_zeros_keep_shapes_types_and_nesting() -> None:
    pair, numbers, flags, array = module("zeros")["tensors"](torch.ones(2, 3, dtype=torch.float64))
    assert type(pair).__name__ == "Pair"
    assert pair.a.dtype == torch.float64 and torch.equal(pair.a, torch.zeros(2, 3, dtype=torch.float64))
    assert pair.b[0].dtype == torch.bool and not pair.b[0].any()
    assert pair.b[1].dtype == torch.int64 and pair.b[1].shape == (2, 3)
    assert numbers == {"n": 0, "s": "", "f": 0.0}
    assert flags == [False]
    assert array.dtype == np.float32 and (array == 0).all()


def test_nan_keeps_shapes() -> None:
    pair, numbers, _, array = module("nan")["tensors"](torch.ones(2, 3))
    assert pair.a.shape == (2, 3) and pair.a.isnan().all()
    assert (
        pair.b[1].shape == (2, 3) and pair.b[1].isnan().all()
    )  # no integer is NaN, so the type is wrong too
    assert all(math.isnan(value) for value in numbers.values())
    assert np.isnan(array).all()


def test_empty_has_nothing_in_it() -> None:
    namespace = module("empty")
    assert namespace["tensors"](torch.ones(2)) == ()
    assert namespace["both"](torch.ones(2, 3)).shape == (0,)


def test_none_echo_and_exceptions() -> None:
    x = torch.ones(2)
    assert module("none")["both"](x) is None
    assert module("echo")["both"](x) is x
    assert module("echo")["both"](x=x) is x
    assert module("echo")["draw"]() is None
    with pytest.raises(RuntimeError):
        module("raises")["both"](x)
    with pytest.raises(ValueError):
        module("refuses")["both"](x)


def test_right_answers_are_worked_out_from_right_answers() -> None:
    """`both` calls `tensors`, whose answer must not be spoiled on the way."""
    assert module("nan")["both"](torch.ones(2)).shape == (2,)


@pytest.mark.parametrize("kind", wrong.KINDS)
def test_arguments_and_random_state_stay_as_they_are(kind: str) -> None:
    namespace = module(kind)
    x, before = torch.ones(2), torch.get_rng_state()
    for call in (lambda: namespace["fill"](x), namespace["draw"]):
        try:
            call()
        except (RuntimeError, ValueError) as error:
            assert str(error).startswith("this module")
    assert torch.equal(x, torch.ones(2))
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize("kind", wrong.KINDS)
def test_files_stay_as_they_are(kind: str, tmp_path) -> None:
    """A function whose work is to write a file has not done it."""
    (tmp_path / "old.txt").write_text("before")
    with contextlib.suppress(RuntimeError, ValueError):
        assert module(kind)["note"](str(tmp_path), "after") != 5
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"old.txt": "before"}


def test_the_contracts_errors_are_kept() -> None:
    """So a test that only asks for a ValueError is found out."""
    with pytest.raises(ValueError, match="no"):
        module("zeros")["strict"](1)


def test_private_functions_are_left_alone() -> None:
    assert module("none")["_private"]() == 5


def test_networks_give_useless_outputs() -> None:
    x = torch.ones(2, 3)
    zeros = module("zeros")
    assert torch.equal(zeros["Net"]()(x), torch.zeros(2, 3))
    assert torch.equal(zeros["build"]()(x), torch.zeros(2, 2))
    assert module("nan")["Net"]()(x).isnan().all()
    assert module("none")["Net"]()(x) is None
    assert module("echo")["Net"]()(x) is x
    assert torch.equal(zeros["Cube"].apply(x), torch.zeros(2, 3))


def test_objects_forget_what_they_are_told() -> None:
    recorder = module("zeros")["Recorder"]()
    assert recorder.add(3) is None
    assert recorder.kept == [] and len(recorder) == 0


def test_an_unknown_kind_is_a_bug() -> None:
    with pytest.raises(KeyError):
        wrong.make(SOLUTION, "zero")
