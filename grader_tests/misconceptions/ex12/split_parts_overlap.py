"""Each part is a random choice of its own.

caught_by: test_split, test_split_follows_the_seed
explanation: Two independent draws have items in common: the network is tested on what it was trained on.
Draw one order and cut it in two.
"""


def split(dataset, test_fraction, seed):
    generator = torch.Generator().manual_seed(seed)
    n, size = len(dataset), round(len(dataset) * test_fraction)
    test = torch.randperm(n, generator=generator)[:size].tolist()
    train = torch.randperm(n, generator=generator)[size:].tolist()
    return Subset(dataset, train), Subset(dataset, test)
