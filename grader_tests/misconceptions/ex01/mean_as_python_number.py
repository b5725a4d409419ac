"""A single number is a Python float.

caught_by: test_mean_by_hand, test_mean_of_any_numbers
explanation: `.item()` turns a tensor into a Python number, which has no dtype or device, and through which
    no gradient flows. A tensor is asked for: leave it out.
"""

import torch
from torch import Tensor


def mean_of(t: Tensor) -> Tensor:
    return t.double().mean().item()
