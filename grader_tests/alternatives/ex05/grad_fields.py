"""Fresh leaves and `.grad` fields throughout: what autograd adds up by itself is used as it is."""

from collections.abc import Callable

import torch
from torch import Tensor, nn


def slope_of_poly(x: float) -> float:
    t = nn.Parameter(torch.tensor([x], dtype=torch.float64))
    y = t.square() + 3 * t + 1
    y.backward()
    return float(t.grad)


def gradient(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    with torch.enable_grad():
        copy = x.clone().detach()
        copy.requires_grad = True
        y = f(copy)
        if y.grad_fn is not None:
            y.backward()
    if copy.grad is None:
        return torch.zeros(x.shape, dtype=x.dtype)
    return copy.grad


def numeric_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-4) -> Tensor:
    with torch.no_grad():
        point = x.detach().to(torch.float64, copy=True).contiguous()
        flat = point.view(-1)
        result = torch.empty_like(flat)
        for i, value in enumerate(flat.tolist()):
            flat[i] = value + eps
            high = f(point).item()
            flat[i] = value - eps
            low = f(point).item()
            flat[i] = value
            result[i] = (high - low) / (2 * eps)
        return result.view(x.shape).to(x.dtype)


def accumulated(f: Callable[[Tensor], Tensor], xs: list[Tensor]) -> Tensor:
    if len(xs) == 0:
        raise ValueError("no tensors")
    leaf = torch.empty_like(xs[0]).requires_grad_()
    for x in xs:
        leaf.data = x.detach().clone()
        f(leaf).backward()
    return leaf.grad


def detach_mean(model: nn.Module, x: Tensor) -> Tensor:
    flags = [(m, m.training) for m in model.modules()]
    try:
        model.train(False)
        output = model(x)
    finally:
        for m, flag in flags:
            m.training = flag
    return output.mean().detach()


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.x = x
        return x * x * x

    @staticmethod
    def backward(ctx, grad_output):
        return 3 * ctx.x.pow(2) * grad_output
