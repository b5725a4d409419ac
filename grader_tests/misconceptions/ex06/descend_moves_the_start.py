"""`x = x0` makes a copy.

caught_by: test_descend_by_hand, test_descend_any_walk
explanation: `x` is another name for the caller's tensor, so `x -= ...` moves the caller's `x0` too.
Write `x = x - ...`, which makes a new tensor.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def descend(grad: Callable[[Tensor], Tensor], x0: Tensor, lr: float, steps: int) -> Tensor:
    x = x0
    positions = [x.clone()]
    for _ in range(steps):
        x -= lr * grad(x)
        positions.append(x.clone())
    return torch.stack(positions)
