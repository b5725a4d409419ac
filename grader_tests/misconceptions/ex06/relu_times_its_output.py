"""The gradient is multiplied by what ReLU returned.

caught_by: test_relu
explanation: You multiply by `relu(z)`. What counts is the slope: 1 where `z` is positive, however
large, and 0 elsewhere.
"""

import torch.nn.functional as F
from torch import Tensor


def relu_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    return grad_out * F.relu(z)
