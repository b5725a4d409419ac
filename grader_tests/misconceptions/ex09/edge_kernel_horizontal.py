"""A vertical edge is found from top to bottom.

caught_by: test_edge_kernel
explanation: Your kernel takes the difference of above and below, which finds horizontal edges. At a
vertical edge, left and right differ: transpose the kernel.
"""

import torch
from torch import Tensor


def edge_kernel() -> Tensor:
    return torch.tensor([[[[-1.0, -2.0, -1.0], [0.0, 0.0, 0.0], [1.0, 2.0, 1.0]]]])
