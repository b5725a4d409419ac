"""The gradient of the sigmoid is s * (1 - s).

caught_by: test_sigmoid_by_hand, test_sigmoid_any_shape
explanation: You return the slope of the sigmoid. By the chain rule it is multiplied by what comes
from above, `grad_out`.
"""

import torch
from torch import Tensor


def sigmoid_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    s = torch.sigmoid(z)
    return s * (1 - s)
