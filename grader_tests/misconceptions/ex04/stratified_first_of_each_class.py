"""The order is random at the end, so the items are.

caught_by: test_stratified_is_random
explanation: Only the order of the parts is random: the test part always holds the first items of each
class, whatever the seed. Shuffle the items of a class before you cut them.
"""

import torch
from torch import Tensor


def stratified_split(labels: Tensor, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    train, test = [], []
    for label in labels.unique():
        members = (labels == label).nonzero().flatten()
        test_size = round(len(members) * test_fraction)
        train.append(members[test_size:])
        test.append(members[:test_size])
    return _shuffled(torch.cat(train), generator), _shuffled(torch.cat(test), generator)
