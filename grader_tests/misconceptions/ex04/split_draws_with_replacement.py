"""`randint` draws random positions.

caught_by: test_split_is_random
explanation: `torch.randint` may draw the same position several times, and then the test part has fewer
different items than it should. `torch.randperm` gives each position once.
"""

import torch
from torch import Tensor


def split_indices(n: int, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    test = torch.randint(n, (round(n * test_fraction),), generator=generator)
    in_train = torch.ones(n, dtype=torch.bool)
    in_train[test] = False
    train = in_train.nonzero().flatten()
    return train[torch.randperm(len(train), generator=generator)], test
