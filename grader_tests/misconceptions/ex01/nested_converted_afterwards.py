"""`.to(dtype)` afterwards is the same as `dtype=dtype`.

caught_by: test_from_nested_exactly
explanation: Without a dtype, `torch.tensor` makes float32 of Python floats, which keeps about seven of
    their sixteen digits. `.to(torch.float64)` makes room for the others, but they are gone. Give the dtype
    where the tensor is made: `torch.tensor(data, dtype=dtype)`.
"""

from typing import Any

import torch
from torch import Tensor


def from_nested(data: Any, dtype: torch.dtype = torch.float32) -> Tensor:
    return torch.tensor(data).to(dtype)
