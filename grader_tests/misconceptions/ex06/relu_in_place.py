"""`grad_out` is not needed any more.

caught_by: test_relu
explanation: Setting elements of `grad_out` changes the caller's tensor, who may need it for another
branch. Make a new one: `grad_out * (z > 0)`.
"""

from torch import Tensor


def relu_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    grad_out[z <= 0] = 0
    return grad_out
