"""Means are float32.

caught_by: test_mean_of_any_numbers
explanation: float64 numbers lose half of their digits on the way to float32. Convert only ints and bools;
    for floats, `t.mean()` has their dtype already.
"""

import torch
from torch import Tensor


def mean_of(t: Tensor) -> Tensor:
    return t.float().mean()
