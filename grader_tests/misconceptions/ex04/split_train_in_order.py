"""The items that are left over are random enough.

caught_by: test_split_is_random
explanation: A mask gives its positions in ascending order, so the train part is sorted. Both parts should
be in random order: take both from one random order, without a mask.
"""

import torch
from torch import Tensor


def split_indices(n: int, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed))
    test = order[: round(n * test_fraction)]
    in_train = torch.ones(n, dtype=torch.bool)
    in_train[test] = False
    return in_train.nonzero().flatten(), test
