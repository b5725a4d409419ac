"""`x.double()` is always a copy.

caught_by: test_numeric_any_tensor
explanation: Where `x` is float64 already, `x.double()` is `x` itself, so moving its elements
changes the caller's tensor, and moving them back leaves rounding behind. Take a copy first, with
`clone()`.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def numeric_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-4) -> Tensor:
    point = x.double()
    slopes = torch.zeros_like(point)
    for place in torch.ones(x.shape).nonzero().tolist():
        where = tuple(place)
        point[where] += eps
        ahead = f(point)
        point[where] -= 2 * eps
        behind = f(point)
        point[where] += eps
        slopes[where] = (ahead - behind) / (2 * eps)
    return slopes.to(x.dtype)
