"""The end of the walk is what counts.

caught_by: test_descend_by_hand, test_descend_any_walk
explanation: You return the last position. Wanted are all of them, to see the way: collect them in a
list and stack it.
"""

from collections.abc import Callable

from torch import Tensor


def descend(grad: Callable[[Tensor], Tensor], x0: Tensor, lr: float, steps: int) -> Tensor:
    x = x0
    for _ in range(steps):
        x = x - lr * grad(x)
    return x
