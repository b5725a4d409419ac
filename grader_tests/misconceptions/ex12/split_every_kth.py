"""Every fourth item is a sample, too.

caught_by: test_split_follows_the_seed
explanation: Items at regular distances follow any pattern that the data has, and the seed changes
nothing. Choose the test items at random.
"""


def split(dataset, test_fraction, seed):
    n = len(dataset)
    size = round(n * test_fraction)
    start = seed % 2
    test = [(start + position * n // size) % n for position in range(size)]
    rest = sorted(set(range(n)) - set(test))
    return Subset(dataset, rest), Subset(dataset, test)
