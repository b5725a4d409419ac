"""`x` is there to carry the gradient.

caught_by: test_gradient_any_tensor
explanation: `x.requires_grad_()` and `backward()` write to the caller's tensor: it requires
gradients from now on, and what was in its `.grad` is added to the result. Compute with a copy:
`x.detach().clone().requires_grad_()`.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def gradient(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    x.requires_grad_()
    f(x).backward()
    return torch.zeros_like(x) if x.grad is None else x.grad
