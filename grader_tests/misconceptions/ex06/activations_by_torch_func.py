"""`torch.func` is not autograd.

caught_by: test_relu, test_sigmoid_by_hand, test_sigmoid_any_shape
explanation: `torch.func.vjp` differentiates for you, as `backward` does, and that is not allowed
here. Both functions are one line: the slope at `z`, times `grad_out`.
"""

import torch
from torch import Tensor


def relu_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    return torch.func.vjp(torch.relu, z)[1](grad_out)[0]


def sigmoid_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    _, slope = torch.func.jvp(torch.sigmoid, (z,), (torch.ones_like(z),))
    return grad_out * slope
