"""A tensor with one number is a number.

caught_by: test_slope
explanation: `.grad` is a tensor. Turn it into a Python float with `.item()` or `float(...)`.
"""

import torch
from torch import Tensor


def slope_of_poly(x: float) -> Tensor:
    at = torch.tensor(x, requires_grad=True)
    (at**2 + 3 * at + 1).backward()
    return at.grad
