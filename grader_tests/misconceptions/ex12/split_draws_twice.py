"""randint chooses items at random.

caught_by: test_split_follows_the_seed
explanation: randint can draw the same item twice, and then another is missing. A random permutation has
each index exactly once.
"""


def split(dataset, test_fraction, seed):
    n, size = len(dataset), round(len(dataset) * test_fraction)
    chosen = torch.randint(n, (size,), generator=torch.Generator().manual_seed(seed)).tolist()
    rest = [index for index in range(n) if index not in chosen]
    return Subset(dataset, rest), Subset(dataset, chosen)
