"""The walk begins with the first step.

caught_by: test_descend_by_hand, test_descend_any_walk
explanation: Your result has `steps` positions. The start belongs to them: put `x0` into the list
before the loop.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def descend(grad: Callable[[Tensor], Tensor], x0: Tensor, lr: float, steps: int) -> Tensor:
    positions, x = [], x0
    for _ in range(steps):
        x = x - lr * grad(x)
        positions.append(x)
    return torch.stack(positions)
