"""`autograd.grad` leaves no trace.

caught_by: test_gradient_any_tensor
explanation: `torch.autograd.grad` does leave `.grad` alone, but `x.requires_grad_()` before it
changes the caller's tensor for good. Call it on a copy: `x.detach().clone().requires_grad_()`.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def gradient(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    value = f(x.requires_grad_())
    if not value.requires_grad:
        return torch.zeros_like(x)
    return torch.autograd.grad(value, x, materialize_grads=True)[0]
