"""A step ahead is as good as one on each side.

caught_by: test_numeric_by_hand, test_numeric_any_tensor
explanation: `(f(x + eps) - f(x)) / eps` has an error of the size of eps, central differences one of
the size of eps squared. Take the difference of the values on both sides, and divide by `2 * eps`.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def numeric_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-4) -> Tensor:
    point = x.double().flatten()
    slopes = torch.zeros_like(point)
    for i in range(point.numel()):
        ahead = point.clone()
        ahead[i] += eps
        slopes[i] = (f(ahead.reshape(x.shape)) - f(point.reshape(x.shape))) / eps
    return slopes.reshape(x.shape).to(x.dtype)
