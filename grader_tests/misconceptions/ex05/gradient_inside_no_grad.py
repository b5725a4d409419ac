"""Inside `no_grad` nothing can happen to `x`.

caught_by: test_gradient_by_hand, test_gradient_any_tensor, test_gradient_of_ignored
explanation: `no_grad` stops torch from recording what `f` does, so there is no graph to
differentiate. Let `f` run outside of it; a detached copy is enough to protect `x`.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def gradient(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    with torch.no_grad():
        leaf = x.clone().requires_grad_()
        value = f(leaf)
    return torch.autograd.grad(value, leaf, materialize_grads=True)[0]
