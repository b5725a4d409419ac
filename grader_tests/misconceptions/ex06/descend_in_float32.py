"""`torch.zeros` has the right dtype.

caught_by: test_descend_any_walk
explanation: `torch.zeros` makes float32 unless it is told otherwise, so float64 positions lose half
of their digits on the way in. Give it `dtype=x0.dtype`.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def descend(grad: Callable[[Tensor], Tensor], x0: Tensor, lr: float, steps: int) -> Tensor:
    positions = torch.zeros(steps + 1, *x0.shape)
    positions[0] = x0
    for step in range(steps):
        positions[step + 1] = positions[step] - lr * grad(positions[step].to(x0.dtype))
    return positions
