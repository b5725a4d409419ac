"""(I, O) is the shape of the weights.

caught_by: test_linear_by_hand, test_linear_any_sizes
explanation: `x.T @ grad_out` has the right numbers in the shape (I, O). nn.Linear keeps its weights
as (O, I), and a gradient has the shape of what it belongs to: `grad_out.T @ x`.
"""

from torch import Tensor


def linear_backward(x: Tensor, w: Tensor, grad_out: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    return grad_out @ w, x.T @ grad_out, grad_out.sum(dim=0)
