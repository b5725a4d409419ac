"""Any fixed seed makes a split repeatable.

caught_by: test_split_follows_the_seed
explanation: The argument seed is not used, so all seeds give the same split. Seed the generator with it.
"""


def split(dataset, test_fraction, seed):
    order = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(42)).tolist()
    size = round(len(dataset) * test_fraction)
    return Subset(dataset, order[size:]), Subset(dataset, order[:size])
