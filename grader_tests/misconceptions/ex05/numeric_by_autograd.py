"""A gradient is a gradient.

caught_by: test_numeric_by_hand, test_numeric_any_tensor
explanation: You ask autograd, which is what this function is there to check: a mistake in a hand-
written backward would show up in both. Use the values of `f` alone.
"""

from collections.abc import Callable

from torch import Tensor


def numeric_gradient(f: Callable[[Tensor], Tensor], x: Tensor, eps: float = 1e-4) -> Tensor:
    return gradient(f, x.double()).to(x.dtype)
