"""The gradient of ReLU is 0 or 1.

caught_by: test_relu
explanation: You return the slope of ReLU. By the chain rule it is multiplied by what comes from
above, `grad_out`.
"""

from torch import Tensor


def relu_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    return (z > 0).to(z.dtype)
