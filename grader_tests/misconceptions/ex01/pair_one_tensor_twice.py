"""`fill_` returns a new tensor.

caught_by: test_constant_pair
explanation: A method whose name ends with `_` changes the tensor itself and returns that same tensor, so
    both names stand for one tensor, full of ones. Make two tensors.
"""

import torch
from torch import Tensor


def constant_pair(rows: int, cols: int) -> tuple[Tensor, Tensor]:
    zeros = torch.zeros(rows, cols)
    ones = zeros.fill_(1)
    return zeros, ones
