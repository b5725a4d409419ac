"""More digits do no harm.

caught_by: test_numeric_by_hand, test_numeric_any_tensor
explanation: The computation is rightly done in float64, but the result must have the dtype of `x`,
so that it can be compared and combined with it. Convert it at the end: `.to(x.dtype)`.
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
        slopes[i] = (f(ahead.reshape(x.shape)) - f(behind.reshape(x.shape))) / (2 * eps)
    return slopes.reshape(x.shape)
