"""The mean is the sum divided by the number, in ints too.

caught_by: test_mean_of_any_numbers
explanation: An int64 ends near 9.2e18. The sum of large numbers runs over this limit and goes on from the
    other end, without an error, so the mean even has the wrong sign. Convert to float64 before you add up.
"""

import torch
from torch import Tensor


def mean_of(t: Tensor) -> Tensor:
    return t.sum() / t.numel()
