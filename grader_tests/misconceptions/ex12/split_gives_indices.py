"""The indices are the split.

caught_by: test_split, test_split_follows_the_seed
explanation: Two lists of numbers are no datasets: nobody can ask them for an image. Wrap them:
Subset(dataset, indices).
"""


def split(dataset, test_fraction, seed):
    order = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()
    size = round(len(dataset) * test_fraction)
    return order[size:], order[:size]
