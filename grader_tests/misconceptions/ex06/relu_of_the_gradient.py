"""ReLU cuts off what is negative, on the way back too.

caught_by: test_relu
explanation: You cut off negative gradients. Whether a gradient passes depends on the sign of `z`
alone; where it passes, it may be negative.
"""

import torch.nn.functional as F
from torch import Tensor


def relu_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    return F.relu(grad_out)
