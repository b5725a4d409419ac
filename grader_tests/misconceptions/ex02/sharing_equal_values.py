"""Two tensors share memory if they hold the same numbers.

caught_by: test_sharing_by_hand, test_sharing_any_views
explanation: A copy holds the same numbers in another place, and a row and a column of one table hold
    different numbers and still meet in one element. What counts is where the elements lie.
"""

import torch
from torch import Tensor


def shares_memory(a: Tensor, b: Tensor) -> bool:
    return torch.equal(a, b)
