"""Train and test are two random choices.

caught_by: test_split, test_split_is_random
explanation: Two choices that know nothing of each other have items in common, so the model is tested on
what it was trained on, and looks better than it is. Make one random order and cut it in two.
"""

import torch
from torch import Tensor


def split_indices(n: int, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    test_size = round(n * test_fraction)
    test = torch.randperm(n, generator=generator)[:test_size]
    train = torch.randperm(n, generator=generator)[: n - test_size]
    return train, test
