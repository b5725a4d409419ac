"""Counting to 5 ends with 5.

caught_by: test_count_up_by_hand, test_count_up_any_numbers
explanation: `end` is the first number that does not belong any more, as in `range` and in slices.
    `torch.arange` leaves it out by itself, so nothing needs to be added to it.
"""

import torch
from torch import Tensor


def count_up(start, end, step=1) -> Tensor:
    return torch.arange(start, end + step, step)
