"""The last part of the data is as good as any.

caught_by: test_split_follows_the_seed
explanation: Data is often sorted by class or by date, so the last part differs from the rest. Choose the
test items at random.
"""


def split(dataset, test_fraction, seed):
    size = len(dataset) - round(len(dataset) * test_fraction)
    return Subset(dataset, range(size)), Subset(dataset, range(size, len(dataset)))
