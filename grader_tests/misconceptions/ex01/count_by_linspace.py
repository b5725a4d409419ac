"""The third argument of `linspace` is the step.

caught_by: test_count_up_by_hand, test_count_up_any_numbers
explanation: `torch.linspace(start, end, steps)` wants to know how many numbers there should be, and
    includes the end. The function that takes the distance between two numbers and leaves out the end is
    `torch.arange`.
"""

import torch
from torch import Tensor


def count_up(start, end, step=1) -> Tensor:
    return torch.linspace(start, end, int(step))
