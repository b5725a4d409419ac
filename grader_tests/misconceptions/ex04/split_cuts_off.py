"""`int` rounds.

caught_by: test_split, test_split_is_random
explanation: `int` cuts off what stands after the point: 2.75 becomes 2. `round` gives the nearest int, and
the even one of two that are equally near.
"""

import torch
from torch import Tensor


def split_indices(n: int, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed))
    test_size = int(n * test_fraction)
    return order[test_size:], order[:test_size]
