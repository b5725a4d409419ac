"""The last digits do not matter, as long as the dtype is right.

caught_by: test_mean_of_any_numbers
explanation: The mean is computed in float32 and only then called float64, so from the eighth digit on it is
    wrong. Do not convert floats at all.
"""

import torch
from torch import Tensor


def mean_of(t: Tensor) -> Tensor:
    mean = t.float().mean()
    return mean.to(t.dtype) if t.is_floating_point() else mean
