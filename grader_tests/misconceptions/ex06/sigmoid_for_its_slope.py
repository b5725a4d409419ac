"""The sigmoid is its own derivative.

caught_by: test_sigmoid_by_hand, test_sigmoid_any_shape
explanation: You multiply by s where the slope is s * (1 - s). It is the exponential function that
is its own derivative.
"""

import torch
from torch import Tensor


def sigmoid_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    return grad_out * torch.sigmoid(z)
