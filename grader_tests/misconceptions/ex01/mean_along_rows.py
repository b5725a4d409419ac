"""`mean(0)` is the mean.

caught_by: test_mean_by_hand, test_mean_of_any_numbers
explanation: With a dimension, `mean` averages along that dimension alone, and gives one number for each
    column of a table. Without one, it averages all elements.
"""

import torch
from torch import Tensor


def mean_of(t: Tensor) -> Tensor:
    return t.mean(0) if t.is_floating_point() else t.double().mean(0).float()
