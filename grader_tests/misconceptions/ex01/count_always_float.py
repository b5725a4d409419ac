"""Tensors are float32.

caught_by: test_count_up_by_hand, test_count_up_any_numbers
explanation: Whole numbers stay whole numbers: int64, as positions and labels must be. `torch.arange`
    chooses the dtype by its arguments, so do not give it one.
"""

import torch
from torch import Tensor


def count_up(start, end, step=1) -> Tensor:
    return torch.arange(start, end, step, dtype=torch.float32)
