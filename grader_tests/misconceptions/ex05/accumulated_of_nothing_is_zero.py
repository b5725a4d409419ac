"""The sum of no gradients is 0.

caught_by: test_accumulated_by_hand
explanation: For an empty list you return the number 0, and whoever expects a tensor of a certain
shape fails later, somewhere else. Ask whether `xs` is empty, and raise ValueError with a message.
"""

from collections.abc import Callable

from torch import Tensor


def accumulated(f: Callable[[Tensor], Tensor], xs: list[Tensor]) -> Tensor:
    total = 0
    for x in xs:
        total = total + gradient(f, x)
    return total
