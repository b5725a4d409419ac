"""A seed is set with torch.manual_seed.

caught_by: test_split_follows_the_seed
explanation: torch.manual_seed changes the random numbers of the whole program. Make a torch.Generator
with the seed and draw from that.
"""


def split(dataset, test_fraction, seed):
    torch.manual_seed(seed)
    size = round(len(dataset) * test_fraction)
    parts = torch.utils.data.random_split(dataset, [len(dataset) - size, size])
    return parts[0], parts[1]
