"""`backward` overwrites the old gradient.

caught_by: test_slope
explanation: One tensor serves all calls here, and each `backward` adds to its `.grad`, so the
second call returns the sum of two slopes. Make a new tensor in each call, or set `.grad` to None
before `backward`.
"""

import torch


_at = torch.zeros((), requires_grad=True)


def slope_of_poly(x: float) -> float:
    _at.data.fill_(x)
    (_at**2 + 3 * _at + 1).backward()
    return _at.grad.item()
