"""An edge is an edge.

caught_by: test_edge_kernel
explanation: This kernel compares the middle with all of its neighbours, so it answers to edges in
every direction. It must answer 0 at horizontal edges: let each row of the kernel add up to 0.
"""

import torch
from torch import Tensor


def edge_kernel() -> Tensor:
    return torch.tensor([[[[-1.0, -1.0, -1.0], [-1.0, 8.0, -1.0], [-1.0, -1.0, -1.0]]]])
