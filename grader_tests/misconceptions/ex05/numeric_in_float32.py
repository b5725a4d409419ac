"""The dtype of `x` is good enough for the differences.

caught_by: test_numeric_any_tensor
explanation: In float32 two values that are close agree in most of their seven digits, and their
difference is mostly rounding. Turn `x` into float64 before anything else, and back at the end.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def numeric_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-4) -> Tensor:
    point = x.flatten()
    slopes = torch.zeros_like(point)
    for i in range(point.numel()):
        ahead, behind = point.clone(), point.clone()
        ahead[i] += eps
        behind[i] -= eps
        slopes[i] = (f(ahead.reshape(x.shape)) - f(behind.reshape(x.shape))) / (2 * eps)
    return slopes.reshape(x.shape)
