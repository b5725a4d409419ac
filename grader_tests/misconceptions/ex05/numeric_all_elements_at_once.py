"""All elements can be moved together.

caught_by: test_numeric_by_hand, test_numeric_any_tensor
explanation: `f(x + eps)` moves every element at once, which gives one number for all of them: the
sum of the slopes. Move one element at a time.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def numeric_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-4) -> Tensor:
    wide = x.double()
    slope = (f(wide + eps) - f(wide - eps)) / (2 * eps)
    return torch.ones_like(x) * slope.to(x.dtype)
