"""The kernel is a picture of what it finds.

caught_by: test_edge_kernel
explanation: A kernel of zeros and ones also answers on bright areas without any edge. Positive and
negative weights must cancel there: let each row add up to 0.
"""

import torch
from torch import Tensor


def edge_kernel() -> Tensor:
    return torch.tensor([[[[0.0, 1.0, 1.0], [0.0, 1.0, 1.0], [0.0, 1.0, 1.0]]]])
