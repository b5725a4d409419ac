"""Classes are numbered without gaps.

caught_by: test_stratified_shares, test_stratified_is_random
explanation: With the labels 0, 2 and 7 there are three classes, and `range(3)` misses one that occurs. Go
through `labels.unique()` itself.
"""

import torch
from torch import Tensor


def stratified_split(labels: Tensor, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    train, test = [], []
    for label in range(len(labels.unique())):
        members = _shuffled((labels == label).nonzero().flatten(), generator)
        test_size = round(len(members) * test_fraction)
        train.append(members[test_size:])
        test.append(members[:test_size])
    return _shuffled(torch.cat(train), generator), _shuffled(torch.cat(test), generator)
