"""One helper finds all gradients; the input's own state is noted and set back; deep copies of the model."""

import copy
from collections.abc import Callable

import torch
from torch import Tensor, nn


def _value_and_gradient(f, x):
    leaf = torch.autograd.Variable(torch.empty_like(x).copy_(x.detach()), requires_grad=True)
    value = f(leaf)
    connected = value + 0 * leaf.sum()  # so that there is a graph, whatever f uses
    return value, torch.autograd.grad(connected, [leaf])[0]


def slope_of_poly(x: float) -> float:
    return _value_and_gradient(lambda t: t.pow(2) + t.mul(3) + 1, torch.tensor(x).double())[1].item()


def gradient(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    return _value_and_gradient(f, x)[1]


def numeric_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-4) -> Tensor:
    wide = x.type(torch.float64)
    result = torch.zeros_like(x)
    for index in torch.ones(x.shape).nonzero().tolist():
        where = tuple(index)
        values = []
        for sign in (1, -1):
            moved = wide.clone()
            moved[where] = moved[where] + sign * eps
            values.append(f(moved))
        result[where] = (0.5 / eps) * (values[0] - values[1])
    return result


def accumulated(f: Callable[[Tensor], Tensor], xs: list[Tensor]) -> Tensor:
    match xs:
        case []:
            raise ValueError("there is nothing to accumulate")
        case [first]:
            return gradient(f, first)
        case [first, *rest]:
            return gradient(f, first) + accumulated(f, rest)


def detach_mean(model: nn.Module, x: Tensor) -> Tensor:
    @torch.no_grad()
    def run():
        return copy.deepcopy(model).eval()(x)

    return torch.mean(run())


class Cube(torch.autograd.Function):
    forward = staticmethod(lambda ctx, x: (ctx.save_for_backward(x), x**3)[1])
    backward = staticmethod(lambda ctx, grad_output: grad_output * ctx.saved_tensors[0].square() * 3)
