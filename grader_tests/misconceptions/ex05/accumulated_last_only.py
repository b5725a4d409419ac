"""Gradients must be zeroed before each `backward`.

caught_by: test_accumulated_by_hand, test_accumulated_any_tensors
explanation: In a training step the old gradient must go, but here adding up is what is wanted. Set
it to zero once, before the first tensor.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def accumulated(f: Callable[[Tensor], Tensor], xs: list[Tensor]) -> Tensor:
    if not xs:
        raise ValueError("xs is empty")
    leaf = torch.zeros_like(xs[0]).requires_grad_()
    for x in xs:
        leaf.grad = None
        leaf.data.copy_(x.detach())
        f(leaf).backward()
    return leaf.grad
