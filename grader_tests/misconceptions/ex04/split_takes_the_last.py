"""The last part of the data is as good as any.

caught_by: test_split_is_random
explanation: Files are often sorted by class or by date, so the last items are of another kind than the
first. Choose the test items at random.
"""

import torch
from torch import Tensor


def split_indices(n: int, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    train_size = n - round(n * test_fraction)
    train = torch.randperm(train_size, generator=generator)
    test = train_size + torch.randperm(n - train_size, generator=generator)
    return train, test
