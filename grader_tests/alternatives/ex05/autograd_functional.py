"""`torch.autograd.functional`, a sum of values that is differentiated once, and NumPy for the points."""

from collections.abc import Callable
from itertools import product

import numpy as np
import torch
from torch import Tensor, nn


def _poly(t):
    return 1 + t * (t + 3)


def slope_of_poly(x: float) -> float:
    return torch.autograd.functional.jacobian(_poly, torch.tensor(x)).item()


def gradient(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    return torch.autograd.functional.jacobian(f, x.detach())


def numeric_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-4) -> Tensor:
    def value(array):
        return float(f(torch.from_numpy(array)))

    start = x.detach().numpy().astype(np.float64)
    result = np.zeros_like(start)
    for place in product(*map(range, start.shape)):
        high, low = start.copy(), start.copy()
        high[place] += eps
        low[place] -= eps
        result[place] = (value(high) - value(low)) / (high[place] - low[place])
    return torch.tensor(result, dtype=x.dtype)


def accumulated(f: Callable[[Tensor], Tensor], xs: list[Tensor]) -> Tensor:
    if not xs:
        raise ValueError("xs has no tensors")
    leaves = [x.detach().clone().requires_grad_() for x in xs]
    total = sum(f(leaf) for leaf in leaves)
    return sum(torch.autograd.grad(total, leaves))


def detach_mean(model: nn.Module, x: Tensor) -> Tensor:
    was = [module.training for module in model.modules()]
    try:
        for module in model.modules():
            module.training = False
        return torch.as_tensor(model(x).detach().numpy().mean())
    finally:
        for module, training in zip(model.modules(), was, strict=True):
            module.training = training


class Cube(torch.autograd.Function):
    """With a helper for the slope, and no work where no gradient is wanted."""

    @classmethod
    def slope(cls, x):
        return 3 * x**2

    @staticmethod
    def forward(ctx, x):
        y = x.clone()
        y *= x
        y *= x
        ctx.save_for_backward(x, y)
        return y

    @staticmethod
    def backward(ctx, grad_output):
        x, _ = ctx.saved_tensors
        if not ctx.needs_input_grad[0]:
            return None
        return Cube.slope(x) * grad_output
