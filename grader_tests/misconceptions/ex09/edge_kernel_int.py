"""Whole numbers are floats too.

caught_by: test_edge_kernel
explanation: Without a decimal point, `torch.tensor` makes int64. Images are floats, and weights
must have the same dtype: write -1.0, or give `dtype=torch.float32`.
"""

import torch
from torch import Tensor


def edge_kernel() -> Tensor:
    return torch.tensor([[[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]]])
