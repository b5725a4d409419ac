"""A random order is repeatable once somebody has set a seed.

caught_by: test_split_is_random
explanation: `randperm` draws from the global generator here, so the split depends on all that was drawn
before, and not on `seed`. Give it a generator of your own with that seed.
"""

import torch
from torch import Tensor


def split_indices(n: int, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    order = torch.randperm(n)
    test_size = round(n * test_fraction)
    return order[test_size:], order[:test_size]
