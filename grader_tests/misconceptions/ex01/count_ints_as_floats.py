"""A float can hold every int.

caught_by: test_count_up_any_numbers
explanation: float32 has 24 bits for the digits of a number: from 16,777,217 on it skips ints, and
    converting to int64 afterwards does not bring them back. Count with ints from the beginning.
"""

import torch
from torch import Tensor


def count_up(start, end, step=1) -> Tensor:
    numbers = torch.arange(float(start), float(end), float(step))
    floats = any(isinstance(number, float) for number in (start, end, step))
    return numbers if floats else numbers.long()
