"""Shuffling is always good.

caught_by: test_loader_batches, test_loader_leaves_the_random_state
explanation: The argument shuffle is not used, so test data is shuffled too, and predictions no longer
match the dataset's order. Pass shuffle=shuffle.
"""


def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    generator = torch.Generator().manual_seed(seed)
    return DataLoader(dataset, batch_size, shuffle=True, generator=generator, num_workers=num_workers)
