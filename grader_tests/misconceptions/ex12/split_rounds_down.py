"""int() rounds.

caught_by: test_split
explanation: int(2.75) is 2: the fraction is cut off. Use round(n * test_fraction).
"""


def split(dataset, test_fraction, seed):
    order = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()
    size = int(len(dataset) * test_fraction)
    return Subset(dataset, order[size:]), Subset(dataset, order[:size])
