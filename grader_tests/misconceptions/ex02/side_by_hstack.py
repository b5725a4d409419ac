"""`hstack` puts things side by side.

caught_by: test_side_by_side
explanation: `torch.hstack` joins along dimension 1. That is the width of a table, but of an image (C, H, W)
    it is the height. The width is the last dimension: `torch.cat([a, b], dim=2)`.
"""

import torch
from torch import Tensor


def side_by_side(a: Tensor, b: Tensor) -> Tensor:
    return torch.hstack([a, b])
