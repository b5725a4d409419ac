"""Each layer divides by the size of the batch.

caught_by: test_linear_by_hand, test_linear_any_sizes
explanation: The 1/N comes from the mean in the loss and is in `grad_out` already. Dividing once
more makes the gradients too small by a factor of N.
"""

from torch import Tensor


def linear_backward(x: Tensor, w: Tensor, grad_out: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    n = len(x)
    return grad_out @ w, grad_out.T @ x / n, grad_out.sum(dim=0) / n
