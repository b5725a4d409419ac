"""The bias gets the mean over the batch.

caught_by: test_linear_by_hand, test_linear_any_sizes
explanation: You take the mean of `grad_out` over the batch. Gradients that meet in one number are
added: the 1/N of a mean loss is in `grad_out` already.
"""

from torch import Tensor


def linear_backward(x: Tensor, w: Tensor, grad_out: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    return grad_out @ w, grad_out.T @ x, grad_out.mean(dim=0)
