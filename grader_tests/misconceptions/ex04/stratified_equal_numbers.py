"""Stratified means that all classes have the same number of test items.

caught_by: test_stratified, test_stratified_shares
explanation: The same share of each class is wanted, not the same number: a class with twice as many items
has twice as many in the test part.
"""

import torch
from torch import Tensor


def stratified_split(labels: Tensor, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    classes = labels.unique()
    test_size = round(len(labels) * test_fraction / len(classes))
    train, test = [], []
    for label in classes:
        members = _shuffled((labels == label).nonzero().flatten(), generator)
        train.append(members[test_size:])
        test.append(members[:test_size])
    return _shuffled(torch.cat(train), generator), _shuffled(torch.cat(test), generator)
