"""Every tensor gets a gradient when `backward` is called.

caught_by: test_slope
explanation: A tensor is followed only if it requires a gradient: `torch.tensor(x,
requires_grad=True)`. Without that there is no graph, and `backward` has nothing to go through.
"""

import torch


def slope_of_poly(x: float) -> float:
    at = torch.tensor(x)
    (at**2 + 3 * at + 1).backward()
    return at.grad.item()
