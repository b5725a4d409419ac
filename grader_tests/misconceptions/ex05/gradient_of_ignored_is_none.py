"""Without a gradient, `.grad` is zero.

caught_by: test_gradient_of_ignored
explanation: Where `f` computes with other tensors only, no gradient arrives at `x`, and its `.grad`
stays None. Return `torch.zeros_like(x)` in this case.
"""

from collections.abc import Callable

from torch import Tensor


def gradient(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    leaf = x.detach().clone().requires_grad_()
    value = f(leaf)
    if value.requires_grad:
        value.backward()
    return leaf.grad
