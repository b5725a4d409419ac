"""The sum of the gradients is the gradient at the sum.

caught_by: test_accumulated_by_hand, test_accumulated_any_tensors
explanation: That holds only where the gradient is linear in x, as for `x**2`. Find the gradient at
each tensor, and add the gradients.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def accumulated(f: Callable[[Tensor], Tensor], xs: list[Tensor]) -> Tensor:
    if not xs:
        raise ValueError("xs is empty")
    return gradient(f, torch.stack(xs).sum(dim=0))
