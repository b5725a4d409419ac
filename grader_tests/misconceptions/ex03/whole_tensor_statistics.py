"""One mean and one deviation serve the whole tensor.

caught_by: test_standardize_by_hand, test_standardize_any_data,
test_standardize_constant_slices
explanation: You took the mean and the deviation of all numbers together. Each slice along `dim` has
its own: give `dim` to `mean` and `std`.
"""

import torch
from torch import Tensor


def standardize(x: Tensor, dim: int) -> Tensor:
    if x.min() == x.max():
        return torch.zeros_like(x)
    return (x - x.mean()) / x.std(correction=0)
