"""The part that is asked for comes first.

caught_by: test_split, test_split_follows_the_seed
explanation: The test part is returned first. The order is (train, test).
"""


def split(dataset, test_fraction, seed):
    order = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()
    size = round(len(dataset) * test_fraction)
    return Subset(dataset, order[:size]), Subset(dataset, order[size:])
