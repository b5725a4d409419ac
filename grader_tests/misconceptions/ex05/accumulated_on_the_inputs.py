"""The tensors in `xs` are there to carry their gradients.

caught_by: test_accumulated_any_tensors
explanation: Gradients from before are in the `.grad` of the caller's tensors, and count into your
sum; afterwards there are new ones, and the tensors require gradients. Work with copies.
"""

from collections.abc import Callable

from torch import Tensor


def accumulated(f: Callable[[Tensor], Tensor], xs: list[Tensor]) -> Tensor:
    if not xs:
        raise ValueError("xs is empty")
    for x in xs:
        f(x.requires_grad_()).backward()
    return sum(x.grad for x in xs)
