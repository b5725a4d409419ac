"""A split is random anyway.

caught_by: test_split_follows_the_seed
explanation: Without the seed the split is another one at each start, and test items of today are
training items of tomorrow. Draw from torch.Generator().manual_seed(seed).
"""


def split(dataset, test_fraction, seed):
    order = torch.randperm(len(dataset)).tolist()
    size = round(len(dataset) * test_fraction)
    return Subset(dataset, order[size:]), Subset(dataset, order[:size])
