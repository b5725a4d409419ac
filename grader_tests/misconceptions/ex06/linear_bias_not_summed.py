"""The bias gets what comes back.

caught_by: test_linear_by_hand, test_linear_any_sizes
explanation: `grad_out` has a row for each sample, but there is one bias for all of them. It changes
the output of every sample, so its gradient is the sum over the batch.
"""

from torch import Tensor


def linear_backward(x: Tensor, w: Tensor, grad_out: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    return grad_out @ w, grad_out.T @ x, grad_out
