"""torch.func and torch.vmap instead of backward; one batch for all points, and forward differentiation."""

from collections.abc import Callable

import torch
from torch import Tensor, nn


def slope_of_poly(x: float) -> float:
    value = torch.tensor(x)
    _, slope = torch.func.jvp(lambda t: t**2 + 3 * t + 1, (value,), (torch.ones_like(value),))
    return slope.item()


def gradient(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    return torch.func.grad(f)(x)


def numeric_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-4) -> Tensor:
    steps = (eps * torch.eye(x.numel(), dtype=torch.float64)).reshape(-1, *x.shape)
    many = torch.vmap(f)
    return ((many(x.double() + steps) - many(x.double() - steps)) / (2 * eps)).reshape(x.shape).to(x.dtype)


def accumulated(f: Callable[[Tensor], Tensor], xs: list[Tensor]) -> Tensor:
    try:
        batch = torch.stack([x.detach() for x in xs])
    except RuntimeError as error:
        raise ValueError("a list with one tensor or more is wanted") from error
    return torch.vmap(torch.func.grad(f))(batch).sum(0)


def detach_mean(model: nn.Module, x: Tensor) -> Tensor:
    class Evaluating:
        def __enter__(self):
            self.training = {name for name, module in model.named_modules() if module.training}
            model.eval()

        def __exit__(self, *_):
            for name, module in model.named_modules():
                module.training = name in self.training

    with Evaluating(), torch.inference_mode():
        output = model(x)
        return output.sum() / output.numel()


class Cube(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return torch.pow(x, 3)

    @staticmethod
    def setup_context(ctx, inputs, output):
        (x,) = inputs
        ctx.save_for_backward(3 * x * x)

    @staticmethod
    def backward(ctx, grad_output):
        return ctx.saved_tensors[0].mul(grad_output)
