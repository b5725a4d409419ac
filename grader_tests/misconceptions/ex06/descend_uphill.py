"""The gradient points the way.

caught_by: test_descend_by_hand, test_descend_any_walk
explanation: The gradient points uphill, where the function grows fastest. To go down, subtract it.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def descend(grad: Callable[[Tensor], Tensor], x0: Tensor, lr: float, steps: int) -> Tensor:
    positions = [x0]
    for _ in range(steps):
        positions.append(positions[-1] + lr * grad(positions[-1]))
    return torch.stack(positions)
