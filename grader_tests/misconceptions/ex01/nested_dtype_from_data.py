"""The data decides the dtype.

caught_by: test_from_nested_by_hand, test_from_nested_exactly
explanation: Without a dtype, `torch.tensor` makes int64 of ints and bool of bools. Here the caller says
    which dtype it is to be, and float32 where nothing is said: pass it on, `torch.tensor(data,
    dtype=dtype)`.
"""

from typing import Any

import torch
from torch import Tensor


def from_nested(data: Any, dtype: torch.dtype = torch.float32) -> Tensor:
    return torch.tensor(data)
