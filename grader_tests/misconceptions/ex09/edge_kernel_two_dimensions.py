"""A kernel is a matrix.

caught_by: test_edge_kernel
explanation: Your kernel has two dimensions. A convolution wants (O, C, kH, kW), also for one kernel
and one channel: add two dimensions of size 1 in front.
"""

import torch
from torch import Tensor


def edge_kernel() -> Tensor:
    return torch.tensor([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
