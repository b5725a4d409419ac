"""Whatever `f` returns has a graph.

caught_by: test_gradient_of_ignored
explanation: Where `f` returns a constant, there is no graph, and torch refuses to go backward. Ask
for `value.requires_grad` first, and return zeros if it is False.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def gradient(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, materialize_grads=True)[0]
