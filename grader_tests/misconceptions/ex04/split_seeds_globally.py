"""To get the same split, `torch.manual_seed` is called before.

caught_by: test_split_is_random
explanation: Whoever calls this function draws other random numbers afterwards, and after each call the same
ones. Give `randperm` a generator of your own: `torch.Generator().manual_seed(seed)`.
"""

import torch
from torch import Tensor


def split_indices(n: int, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    torch.manual_seed(seed)
    order = torch.randperm(n)
    test_size = round(n * test_fraction)
    return order[test_size:], order[:test_size]
