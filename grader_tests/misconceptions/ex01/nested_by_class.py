"""`torch.Tensor(data)` and `torch.tensor(data)` are the same.

caught_by: test_from_nested_by_hand, test_from_nested_exactly
explanation: `torch.Tensor(data)`, with a capital T, always makes float32, whatever is asked for; and for a
    single number n it makes n elements of whatever is in memory. Use `torch.tensor(data, dtype=dtype)`.
"""

from typing import Any

import torch
from torch import Tensor


def from_nested(data: Any, dtype: torch.dtype = torch.float32) -> Tensor:
    return torch.Tensor(data)
