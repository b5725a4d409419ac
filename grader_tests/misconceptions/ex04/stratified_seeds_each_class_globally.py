"""Seeding once more before each draw makes it repeatable.

caught_by: test_stratified_is_random
explanation: `torch.manual_seed` changes the state from which everybody draws. Make one generator with the
seed, and hand it to each `randperm`.
"""

import torch
from torch import Tensor


def stratified_split(labels: Tensor, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    train, test = [], []
    torch.manual_seed(seed)
    for label in labels.unique():
        members = (labels == label).nonzero().flatten()
        members = members[torch.randperm(len(members))]
        test_size = round(len(members) * test_fraction)
        train.append(members[test_size:])
        test.append(members[:test_size])
    train, test = torch.cat(train), torch.cat(test)
    return train[torch.randperm(len(train))], test[torch.randperm(len(test))]
