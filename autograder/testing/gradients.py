"""Are the gradients of a learner's function those of what it computes?

They are compared with central differences: of a reference where there is one, and else of the learner's own
forward pass, so that a gradient cannot be that of another function than the one that gave the values. Only a
reference holds against code that is made to deceive: such code can tell that it is called near a point where
it was called before, and behave there like a plane that has whatever slope it claims.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from autograder.errors import InternalError
from autograder.testing.describe import Name, call_name, describe, name_of, number_text
from autograder.testing.expect.tensors import check_shape, check_tensor
from autograder.testing.failures import fail
from autograder.testing.rng import Rng

if TYPE_CHECKING:
    from autograder.worker.submission import Submission

_DIRECTIONS = 3
Forward = Callable[[Sequence[Any]], Tensor]


def check(
    submission: Submission,
    fn: Any,
    args: Sequence[Any],
    wrt: Sequence[int] = (0,),
    name: str | None = None,
    *,
    rng: Rng,
    reference: Callable[..., Tensor] | None = None,
    eps: float = 1e-6,
    rtol: float = 1e-4,
    atol: float = 1e-6,
) -> None:
    """Check the gradients of fn(*args) with respect to the float64 tensors args[i], i in `wrt`.

    `fn` is the name of a learner's function, or a handle. The output is weighed with a random cotangent; for
    each input, the slopes along three random directions v must agree with
    (f(x + eps v) - f(x - eps v)) / (2 eps). With eps 1e-6, float64 leaves about 1e-9 of noise there, and the
    default tolerances are a thousand times that. An input on which the result does not depend fails. `f` is
    `reference`, called with the same arguments in the grader, or else the learner's function.
    """
    __tracebackhide__ = True
    for index in wrt:
        _check_input(args[index], index)
    named = name_of(None, name) if name is not None else call_name(fn, args, {})
    shape = check_tensor(_value(submission, fn, args), named).shape
    cotangent = rng.normal(*shape, dtype=torch.float64)
    _, gradients = submission.backward(fn, tuple(args), cotangent, tuple(wrt))

    def forward(inputs: Sequence[Any]) -> Tensor:
        value = _value(submission, fn, inputs) if reference is None else reference(*inputs)
        again = check_tensor(value, named).detach()
        check_shape(tuple(again.shape), tuple(shape), named)
        return again.to(torch.float64)

    for index, gradient in zip(wrt, gradients, strict=True):
        part = _gradient_name(named, index, len(args))
        checked = _readable(gradient, args[index], part)
        slopes = [_slopes(forward, args, index, checked, cotangent, rng, eps) for _ in range(_DIRECTIONS)]
        whose = "your function itself" if reference is None else "the right function"
        _compare(torch.tensor(slopes, dtype=torch.float64), part, rtol, atol, whose)


def _value(submission: Submission, fn: Any, args: Sequence[Any]) -> object:
    # Not getattr(submission, fn): a learner's function may be called `gradient`, as a method of the proxy is.
    return submission.value(submission.call(fn, *args))


def _check_input(value: object, index: int) -> None:
    if not isinstance(value, Tensor) or value.dtype != torch.float64:
        raise InternalError(f"gradients.check needs float64 tensors: argument {index} is {describe(value)}")


def _gradient_name(name: Name, index: int, count: int) -> Name:
    of = f"the gradient of {{}} with respect to argument {index + 1}" if count > 1 else "the gradient of {}"
    return Name(of.format(name.detail), of.format(name.summary))


def _readable(gradient: object, argument: Tensor, name: Name) -> Tensor:
    __tracebackhide__ = True
    if gradient is None:
        text = "does not exist. Was something on the way detached, or computed by NumPy or with `.item()`?"
        fail(f"{name.summary} {text}", f"{name.detail} {text}")
    checked = check_tensor(gradient, name).detach()
    check_shape(tuple(checked.shape), tuple(argument.shape), name)
    return checked.to(torch.float64)


def _slopes(
    forward: Forward,
    args: Sequence[Any],
    index: int,
    gradient: Tensor,
    cotangent: Tensor,
    rng: Rng,
    eps: float,
) -> tuple[float, float]:
    """Return the slope along a random direction as the gradient has it, and as differences have it."""
    direction = rng.normal(*args[index].shape, dtype=torch.float64)
    ahead, behind = (
        forward([*args[:index], args[index].detach() + step * direction, *args[index + 1 :]])
        for step in (eps, -eps)
    )
    measured = ((ahead - behind) * cotangent).sum() / (2 * eps)
    return float((gradient * direction).sum()), float(measured)


def _compare(slopes: Tensor, name: Name, rtol: float, atol: float, whose: str) -> None:
    __tracebackhide__ = True
    got, measured = slopes.T
    # Not left to the comparison below: every number is within an infinite tolerance.
    if not bool(measured.isfinite().all()):
        text = "cannot be checked: the result becomes infinite or NaN when this input changes a little."
        fail(f"{name.summary} {text}", f"{name.detail} {text}")
    if bool((measured == 0).all()):
        text = "cannot be checked: the result stays the same when this input changes."
        fail(f"{name.summary} {text}", f"{name.detail} {text}")
    wrong = ~((got - measured).abs() <= atol + rtol * measured.abs())
    if not bool(wrong.any()):
        return
    hidden, cause = _cause(got, measured, rtol)
    first = int(wrong.to(torch.uint8).argmax())
    fail(
        f"{name.summary} is wrong. {hidden}".strip(),
        f"{name.detail} is wrong. {cause}".strip()
        + f"\n  along a random direction it gives a slope of {number_text(float(got[first]))};"
        f" {whose} changes by {number_text(float(measured[first]))}",
    )


def _cause(got: Tensor, measured: Tensor, rtol: float) -> tuple[str, str]:
    if bool(got.isnan().any()):
        return "It contains NaN.", "It contains NaN."
    if bool((got == 0).all()):
        return "It is zero everywhere.", "It is zero everywhere."
    if torch.allclose(got, -measured, rtol=10 * rtol):
        return "Its sign is wrong.", "Its sign is wrong."
    factor = float(got[0] / measured[0])
    if torch.allclose(got, measured * factor, rtol=10 * rtol):
        text = "It is off by a constant factor"
        return f"{text}.", f"{text}: it is {number_text(factor)} times what it should be."
    return "", ""
