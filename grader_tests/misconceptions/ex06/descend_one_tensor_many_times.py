"""Appending a tensor to a list keeps its numbers of now.

caught_by: test_descend_by_hand, test_descend_any_walk
explanation: The list holds the same tensor again and again, and `-=` changes it, so all rows show
the last position. Make a new tensor in each step, `x = x - ...`, or append `x.clone()`.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def descend(grad: Callable[[Tensor], Tensor], x0: Tensor, lr: float, steps: int) -> Tensor:
    x = x0.clone()
    positions = [x]
    for _ in range(steps):
        x -= lr * grad(x)
        positions.append(x)
    return torch.stack(positions)
