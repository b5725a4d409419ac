"""`torch.empty` makes zeros.

caught_by: test_constant_pair
explanation: `torch.empty` only reserves memory and leaves in it what was there before. That is often zeros,
    and sometimes not, which makes the mistake hard to find. `torch.zeros` writes zeros.
"""

import torch
from torch import Tensor


def constant_pair(rows: int, cols: int) -> tuple[Tensor, Tensor]:
    return torch.empty(rows, cols), torch.ones(rows, cols)
