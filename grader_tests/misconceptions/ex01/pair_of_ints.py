"""0 and 1 become floats by themselves.

caught_by: test_constant_pair
explanation: `torch.full` takes the dtype from the number: for 0 and 1 that is int64. Say
    `dtype=torch.float32`, or use `torch.zeros` and `torch.ones`.
"""

import torch
from torch import Tensor


def constant_pair(rows: int, cols: int) -> tuple[Tensor, Tensor]:
    return torch.full((rows, cols), 0), torch.full((rows, cols), 1)
