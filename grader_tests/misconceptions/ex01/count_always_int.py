"""Counting gives whole numbers.

caught_by: test_count_up_by_hand, test_count_up_any_numbers
explanation: With a step of 0.5 there are halves among the numbers, and int64 cuts them off. The result must
    be float32 as soon as one of the three arguments is a float; `torch.arange` does that by itself when you
    give it no dtype.
"""

import torch
from torch import Tensor


def count_up(start, end, step=1) -> Tensor:
    return torch.arange(start, end, step).to(torch.int64)
