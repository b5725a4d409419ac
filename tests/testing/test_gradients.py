"""Gradients against finite differences of the learner's own forward pass."""

from __future__ import annotations

import re

import pytest
import torch

from autograder.errors import InternalError
from autograder.testing import gradients
from autograder.testing.rng import Rng
from autograder.worker.submission import NotStarted
from tests.testing.fakes import failure, learner

SOURCE = """
import numpy as np

def custom(forward, backward):
    class Function(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return forward(x)

        @staticmethod
        def backward(ctx, grad):
            return backward(ctx.saved_tensors[0], grad)

    return Function.apply

def linear(x, w, b):
    return torch.tanh(x @ w.T + b)

def loss(x, labels):
    return torch.logsumexp(x, 1).sum() - x.gather(1, labels[:, None]).sum()

right = custom(lambda x: x**3, lambda x, g: 3 * x**2 * g)
factor = custom(lambda x: x**3, lambda x, g: x**2 * g)
sign = custom(lambda x: x**3, lambda x, g: -3 * x**2 * g)
zero = custom(lambda x: x**3, lambda x, g: 0 * g)
nan = custom(lambda x: x**3, lambda x, g: g * torch.nan)
other = custom(lambda x: x**3, lambda x, g: 2 * x * g)
ignores_cotangent = custom(lambda x: x**3, lambda x, g: 3 * x**2)
one_element = custom(lambda x: x**3, lambda x, g: 3 * x**2 * g * (torch.arange(x.numel()).reshape(x.shape) != 5))

nearly = custom(lambda x: x**3, lambda x, g: 3 * x**2 * g * (1 + 5e-5))
roughly = custom(lambda x: x**3, lambda x, g: 3 * x**2 * g * (1 + 2e-4))

def detached(x):
    return (x**3).detach()

def by_numpy(x):
    return torch.from_numpy(np.square(x.detach().numpy()))

def constant(x):
    return x * 0 + 2

def no_tensor(x):
    return 3.0

def unwritten(x):
    raise NotImplementedError("unwritten")

def gradient(x):
    return x * 2

def half(x):
    return (x.float() ** 2).double()
"""


def x() -> torch.Tensor:
    return Rng(3).normal(2, 4, dtype=torch.float64)


def check(function: str, *args: object, **options: object) -> tuple[str, str]:
    return failure(gradients.check, learner(SOURCE), function, args or (x(),), rng=Rng(4), **options)


def test_right_gradients_pass() -> None:
    submission = learner(SOURCE)
    rng = Rng(1)
    inputs = [rng.normal(*shape, dtype=torch.float64) for shape in ((5, 3), (4, 3), (4,))]
    gradients.check(submission, "linear", inputs, wrt=(0, 1, 2), rng=rng)
    gradients.check(submission, "linear", [rng.noncontiguous(each) for each in inputs], wrt=(2, 0), rng=rng)
    gradients.check(submission, "loss", (inputs[0], torch.tensor([0, 1, 2, 1, 0])), rng=rng)
    gradients.check(submission, "gradient", (x(),), rng=rng)  # a name that the proxy has too
    gradients.check(submission, "right", (torch.tensor(1.5, dtype=torch.float64),), rng=rng)


def test_functions_made_in_the_worker_can_be_checked() -> None:
    submission = learner(SOURCE)
    gradients.check(
        submission, submission.expression("lambda t: (a * t**2).sum()", a=3.0), (x(),), rng=Rng(1)
    )


def test_gradients_may_miss_by_the_tolerance() -> None:
    submission = learner(SOURCE)
    gradients.check(submission, "nearly", (x(),), rng=Rng(1))
    gradients.check(submission, "roughly", (x(),), rng=Rng(1), rtol=1e-3)
    assert check("roughly")[0] == "The gradient of roughly(...) is wrong. It is off by a constant factor."


NO_NUMBERS = [
    ("factor", "is wrong. It is off by a constant factor."),
    ("sign", "is wrong. Its sign is wrong."),
    ("zero", "is wrong. It is zero everywhere."),
    ("nan", "is wrong. It contains NaN."),
    ("other", "is wrong."),
    ("ignores_cotangent", "is wrong."),
    ("one_element", "is wrong."),
    (
        "detached",
        "does not exist. Was something on the way detached, or computed by NumPy or with `.item()`?",
    ),
    (
        "by_numpy",
        "does not exist. Was something on the way detached, or computed by NumPy or with `.item()`?",
    ),
    ("constant", "cannot be checked: the result stays the same when this input changes."),
]


@pytest.mark.parametrize(("function", "text"), NO_NUMBERS, ids=[row[0] for row in NO_NUMBERS])
def test_wrong_gradients_are_told_in_hidden_tests_without_numbers(function: str, text: str) -> None:
    summary, detail = check(function)
    assert summary == f"The gradient of {function}(...) {text}"
    start = text.rstrip(".").partition("?")[0]
    assert detail.startswith(f"The gradient of {function}(float64 (2, 4)) {start}")


def test_public_tests_show_the_slopes() -> None:
    _, detail = check("factor")
    assert re.fullmatch(
        r"The gradient of factor\(float64 \(2, 4\)\) is wrong\. "
        r"It is off by a constant factor: it is 0\.33333\d+ times what it should be\.\n"
        r"  along a random direction it gives a slope of (-?[\d.]+); your function itself changes by (-?[\d.]+)",
        detail,
    )


def test_the_argument_is_named_where_there_are_several() -> None:
    submission = learner("def f(a, b):\n    return a * b.detach()")
    assert failure(gradients.check, submission, "f", (x(), x()), wrt=(0, 1), rng=Rng(1))[0].startswith(
        "The gradient of f(...) with respect to argument 2 does not exist."
    )


def test_a_name_replaces_the_call() -> None:
    assert check("zero", name="conv2d(x, weight, stride=2)") == (
        "The gradient of conv2d(...) is wrong. It is zero everywhere.",
        check("zero", name="conv2d(x, weight, stride=2)")[1],
    )


def test_what_is_no_tensor_is_told() -> None:
    assert check("no_tensor") == (
        "no_tensor(...) should be a tensor, but it is a float.",
        "no_tensor(float64 (2, 4)) should be a tensor, but it is a float, 3.0.",
    )


def test_a_gradient_of_the_wrong_shape_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """torch itself refuses such gradients, hostile code need not."""
    submission = learner(SOURCE)
    monkeypatch.setattr(submission, "backward", lambda *_: (None, [torch.zeros(4, 2)]))
    summary, _ = failure(gradients.check, submission, "right", (x(),), rng=Rng(1))
    assert summary == (
        "The gradient of right(...) has the wrong shape: it has 2 dimensions, as it should, but not of the right "
        "sizes. Its two dimensions are swapped."
    )


def test_a_result_that_changes_its_shape_is_told() -> None:
    submission = learner(
        "calls = []\ndef f(x):\n    calls.append(1)\n    return x.sum(0) if len(calls) > 2 else x * 2"
    )
    summary, _ = failure(gradients.check, submission, "f", (x(),), rng=Rng(1))
    assert summary == "f(...) has the wrong shape: it has 1 dimension, and 2 are expected."


def test_code_that_is_not_written_yet_stays_not_started() -> None:
    with pytest.raises(NotStarted):
        check("unwritten")


def test_single_precision_inside_is_too_coarse() -> None:
    """Finite differences of float32 steps are noise; the failure is certain, whatever its words."""
    assert check("half")[0].startswith("The gradient of half(...)")


@pytest.mark.parametrize("value", [torch.ones(3), 2.0, torch.ones(3, dtype=torch.int64)])
def test_inputs_are_float64_tensors(value: object) -> None:
    with pytest.raises(InternalError, match="needs float64 tensors: argument 0 is"):
        check("right", value)


def test_equal_seeds_draw_equal_directions() -> None:
    assert check("factor") == check("factor")


DECEIVING = """
known = None

class Lie(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x**3

    @staticmethod
    def backward(ctx, grad):
        return 7 * grad

def near(x):
    global known
    if known is not None and not torch.equal(x, known) and bool(((x - known).abs() < 1e-3).all()):
        return True
    known = x.detach().clone()
    return False

def plane(x):
    return known**3 + 7 * (x - known) if near(x) else Lie.apply(x)

calls = 0

def infinite(x):
    global calls
    if not near(x):
        return Lie.apply(x)
    calls += 1
    out = torch.zeros_like(x)
    out[0, 0] = torch.inf if calls % 2 else 0.0
    return out
"""


def test_only_a_reference_tells_a_function_that_is_a_plane_near_known_points() -> None:
    """What the documentation says of checks without a reference is so, and is no oversight."""
    gradients.check(learner(DECEIVING), "plane", (x(),), rng=Rng(1))
    summary, detail = failure(
        gradients.check, learner(DECEIVING), "plane", (x(),), rng=Rng(1), reference=lambda x: x**3
    )
    assert summary == "The gradient of plane(...) is wrong."
    assert "the right function changes by" in detail
    gradients.check(learner(SOURCE), "right", (x(),), rng=Rng(1), reference=lambda x: x**3)


def test_no_gradient_is_close_to_an_infinite_slope() -> None:
    summary, _ = failure(gradients.check, learner(DECEIVING), "infinite", (x(),), rng=Rng(1))
    assert summary.endswith("the result becomes infinite or NaN when this input changes a little.")
