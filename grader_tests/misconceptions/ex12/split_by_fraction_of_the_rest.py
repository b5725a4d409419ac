"""random_split takes fractions, so nothing is left to compute.

caught_by: test_split
explanation: random_split rounds each fraction down and deals the rest out from the first part on, so the
sizes can differ by one. Compute round(n * test_fraction) yourself and pass whole numbers.
"""


def split(dataset, test_fraction, seed):
    generator = torch.Generator().manual_seed(seed)
    fractions = [1 - test_fraction, test_fraction]
    train, test = torch.utils.data.random_split(dataset, fractions, generator=generator)
    return train, test
