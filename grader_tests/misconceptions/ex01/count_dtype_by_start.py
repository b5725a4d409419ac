"""The kind of the first number is the kind of all.

caught_by: test_count_up_any_numbers
explanation: You look at `start` alone, but `end` or `step` can be the float: `count_up(0, 1, 0.25)`.
    `torch.arange` looks at all three.
"""

import torch
from torch import Tensor


def count_up(start, end, step=1) -> Tensor:
    dtype = torch.float32 if isinstance(start, float) else torch.int64
    return torch.arange(start, end, step).to(dtype)
