# Check your work: grade check ex05    Stuck? Take a hint: grade hint ex05
"""Exercise 5: autograd, which differentiates what you compute.

Training asks one question again and again: if this number grows a little, how much does the loss grow? While
torch computes with a tensor that requires a gradient, it notes each operation in a graph. Going backward
through that graph by the chain rule, it finds the derivatives with respect to all inputs at once. Here you
use this machinery, check it with differences, keep its side effects away from your caller, and teach it a
function of your own.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn


def slope_of_poly(x: float) -> float:
    """Return the slope of x**2 + 3*x + 1 at `x`, by autograd.

    Write the polynomial as you would for ordinary numbers, and let torch differentiate it: not you on paper,
    and not differences of two values.

    Args:
        x: any Python float.

    Returns:
        The slope as a Python float; the accuracy of float32 is enough.

    Example:
        >>> slope_of_poly(2.0)
        7.0
    """
    raise NotImplementedError("slope_of_poly is not written yet")


def gradient(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """Return the gradient of `f` at `x`: how much f grows with each element of x.

    Optimizers find gradients in the attribute `.grad`, where each backward pass adds to what is there
    already. This function hands its result over instead, and leaves no trace in `x`: afterwards `x.grad` is
    what it was before (None, or a tensor with the same numbers), `x.requires_grad` too, and its values.

    Args:
        f: takes a tensor like `x` and returns a 0-dim tensor. It may ignore its argument or parts of it: the
            gradient is zero there. What it returns then may hang on other tensors' graph, or on none.
        x: floating point tensor of any shape, 0-dim too. It may require gradients or not.

    Returns:
        A tensor with the shape and dtype of `x`.

    Example:
        >>> gradient(lambda x: (x**2).sum(), torch.tensor([1.0, -3.0]))
        tensor([ 2., -6.])
        >>> gradient(lambda x: torch.tensor(5.0), torch.tensor([1.0, -3.0]))
        tensor([0., 0.])
    """
    raise NotImplementedError("gradient is not written yet")


def numeric_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-4) -> Tensor:
    """Estimate the gradient of `f` at `x` from its values alone, by central differences.

    That is how a gradient is checked that somebody wrote by hand. For each element in turn, f is asked at two
    points: with this element `eps` larger, and with it `eps` smaller, all others as they are. The estimate is
    the difference of the two values divided by the distance of the two points. With the point itself in place
    of one of them, the error would be far larger.

    Small differences drown in the rounding of float32, so all of this is done in float64, and only the result
    gets the dtype of `x`. Only values of f count: autograd has no part in it, and f need not be made of
    differentiable operations.

    Args:
        f: takes a float64 tensor with the shape of `x` and returns a 0-dim float64 tensor.
        x: floating point tensor of any shape, 0-dim too, that does not require gradients. It is left
            unchanged.
        eps: the distance from `x` in each direction, more than 0.

    Returns:
        A tensor with the shape and dtype of `x`.

    Example:
        >>> numeric_gradient(lambda x: x[0] * x[1], torch.tensor([3.0, 2.0]))
        tensor([2., 3.])
        >>> numeric_gradient(lambda x: x**3, torch.tensor(0.0), eps=0.5)  # not 0: eps is far from small
        tensor(0.2500)
    """
    raise NotImplementedError("numeric_gradient is not written yet")


def accumulated(f: Callable[[Tensor], Tensor], xs: list[Tensor]) -> Tensor:
    """Return the sum of the gradients of `f` at each tensor of `xs`.

    A batch that is too large for memory is cut into parts, whose gradients are added up like this before the
    optimizer takes its step. Which method adds them is up to you: autograd itself, which adds into `.grad`,
    or you.

    Args:
        f: takes a tensor like those in `xs`, and returns a 0-dim tensor that depends on it.
        xs: list of floating point tensors of one shape and one dtype, with or without `requires_grad`. One
            tensor may stand in it twice, and then counts twice. The list and its tensors are left as they
            were: values, `.grad` and `requires_grad`.

    Returns:
        A tensor with the shape and dtype of each tensor in `xs`.

    Raises:
        ValueError: `xs` is empty; the message says so.

    Example:
        >>> accumulated(lambda x: (x**2).sum(), [torch.tensor([1.0, 2.0]), torch.tensor([10.0, -2.0])])
        tensor([22.,  0.])
    """
    raise NotImplementedError("accumulated is not written yet")


def detach_mean(model: nn.Module, x: Tensor) -> Tensor:
    """Return the mean of all numbers that the model gives for `x`, as a tensor without a graph.

    A number that is kept for a log must not keep the graph that it came from: with it, the memory of the
    whole forward pass would stay alive.

    The model runs in evaluation mode, in which dropout is off and batch normalization leaves its statistics
    alone. Afterwards the model is as it was before: each submodule gets its own mode back, for some may train
    while others are in evaluation mode, and parameters still require gradients if they did. This also holds
    when the forward pass raises an exception. Gradients are not switched off for what comes later.

    Args:
        model: takes `x` and returns one floating point tensor of any shape.
        x: what the model takes; it may require gradients. It is left unchanged.

    Returns:
        A 0-dim tensor (a tensor, not a Python number) with the dtype of the model's output, that does not
        require gradients.

    Example:
        >>> model = nn.Sequential(nn.Dropout(0.9), nn.Linear(2, 3))
        >>> _ = model[1].weight.data.fill_(1.0), model[1].bias.data.zero_()
        >>> detach_mean(model, torch.tensor([[1.0, 2.0], [3.0, 6.0]]))  # rows of 3 and rows of 9
        tensor(6.)
        >>> model[0].training
        True
    """
    raise NotImplementedError("detach_mean is not written yet")


class Cube(torch.autograd.Function):
    """The function x**3 with a gradient that you write by hand; it is used as `Cube.apply(x)`.

    Every operation of torch is such a pair: forward computes, backward says how a gradient passes through.
    New ones are made where autograd cannot see inside, or where a formula is faster or rounds less.

    It works for tensors of any shape and floating dtype. Its gradients agree with differences, so it passes
    `torch.autograd.gradcheck`; second derivatives are not needed. It may be applied several times before a
    backward pass, also to its own result. What is written here is the usual pair of `forward(ctx, x)` and
    `backward(ctx, grad_output)`; `forward(x)` with `setup_context` is as good.

    Example:
        >>> Cube.apply(torch.tensor([1.0, -2.0]))
        tensor([ 1., -8.])
    """

    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        """Compute x**3, and keep in `ctx` what backward will need.

        Args:
            ctx: the context of this one application; it has `save_for_backward`.
            x: floating point tensor of any shape; it is left unchanged.

        Returns:
            A tensor with the shape and dtype of `x`.
        """
        raise NotImplementedError("Cube.forward is not written yet")

    @staticmethod
    def backward(ctx, grad_output: Tensor) -> Tensor:
        """Turn the gradient with respect to x**3 into the gradient with respect to x.

        Args:
            ctx: the context that forward had; it has `saved_tensors`.
            grad_output: the gradient of the final result with respect to what forward returned, of the same
                shape.

        Returns:
            A tensor with the shape and dtype of `x`.
        """
        raise NotImplementedError("Cube.backward is not written yet")
