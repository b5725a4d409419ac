"""The distance between the two points is eps.

caught_by: test_numeric_by_hand, test_numeric_any_tensor
explanation: One point is `eps` ahead and the other `eps` behind, so they are `2 * eps` apart.
Dividing by `eps` gives twice the slope.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def numeric_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-4) -> Tensor:
    point = x.double().flatten()
    slopes = torch.zeros_like(point)
    for i in range(point.numel()):
        ahead, behind = point.clone(), point.clone()
        ahead[i] += eps
        behind[i] -= eps
        slopes[i] = (f(ahead.reshape(x.shape)) - f(behind.reshape(x.shape))) / eps
    return slopes.reshape(x.shape).to(x.dtype)
