"""Each class is shuffled, so the parts are.

caught_by: test_stratified_is_random
explanation: `cat` puts one class after the other, so a model that goes through the train part forgets the
first class while it sees the last. Shuffle each part once more at the end.
"""

import torch
from torch import Tensor


def stratified_split(labels: Tensor, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    train, test = [], []
    for label in labels.unique():
        members = _shuffled((labels == label).nonzero().flatten(), generator)
        test_size = round(len(members) * test_fraction)
        train.append(members[test_size:])
        test.append(members[:test_size])
    return torch.cat(train), torch.cat(test)
