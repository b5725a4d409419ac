"""Setting `.grad` to None first makes `x` clean.

caught_by: test_gradient_any_tensor
explanation: The result is right, but the gradient that the caller had in `x.grad` is lost: somebody
may be adding up gradients there. Compute with a copy of `x`, and leave `x` alone.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def gradient(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    required = x.requires_grad
    x.grad = None
    x.requires_grad_()
    value = f(x)
    if value.requires_grad:
        value.backward()
    found, x.grad = x.grad, None
    x.requires_grad_(required)
    return torch.zeros_like(x) if found is None else found
