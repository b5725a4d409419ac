"""`split_indices` gives the items of a class.

caught_by: test_stratified, test_stratified_shares, test_stratified_is_random
explanation: `split_indices(c, ...)` numbers the c items of the class from 0. To get their positions in the
data, index the positions of the class with these numbers: `members[train]`.
"""

import torch
from torch import Tensor


def stratified_split(labels: Tensor, test_fraction: float, seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    train, test = [], []
    for label in labels.unique():
        members = (labels == label).nonzero().flatten()
        ours, theirs = split_indices(len(members), test_fraction, seed)
        train.append(ours)
        test.append(theirs)
    return _shuffled(torch.cat(train), generator), _shuffled(torch.cat(test), generator)
