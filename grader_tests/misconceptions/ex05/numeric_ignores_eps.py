"""The smaller the step, the better.

caught_by: test_numeric_by_hand, test_numeric_any_tensor
explanation: You take a step of your own instead of `eps`. A step can be too small as well: then the
two values agree in nearly all digits, and their difference is rounding. Which one fits `f`, the
caller decides.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def numeric_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-4) -> Tensor:
    point = x.double().flatten()
    slopes = torch.zeros_like(point)
    for i in range(point.numel()):
        ahead, behind = point.clone(), point.clone()
        ahead[i] += 1e-9
        behind[i] -= 1e-9
        slopes[i] = (f(ahead.reshape(x.shape)) - f(behind.reshape(x.shape))) / 2e-9
    return slopes.reshape(x.shape).to(x.dtype)
