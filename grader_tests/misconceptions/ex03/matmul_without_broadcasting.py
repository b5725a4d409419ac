"""Batches of matrices always have three dimensions.

caught_by: test_matmul_broadcasts
explanation: `bmm` wants exactly one batch dimension, of the same size on both sides. Leading
dimensions may be several, missing or 1 here: `@` handles all of these.
"""

import torch
from torch import Tensor


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    return torch.bmm(a, b) if a.dim() == 3 else torch.mm(a, b)
