"""The gradient is a property of the function.

caught_by: test_descend_by_hand, test_descend_any_walk
explanation: You ask for the gradient once, at the start. It differs from place to place: ask for it
again in each step.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def descend(grad: Callable[[Tensor], Tensor], x0: Tensor, lr: float, steps: int) -> Tensor:
    slope = grad(x0)
    return torch.stack([x0 - step * lr * slope for step in range(steps + 1)])
