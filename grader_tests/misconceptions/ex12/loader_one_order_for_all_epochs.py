"""Repeatable means the same order each time.

caught_by: test_loader_order_follows_the_seed
explanation: The order is drawn once, so each epoch has the same batches. Draw a new one in each epoch
from a generator that goes on from where it was.
"""


def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    generator = torch.Generator().manual_seed(seed)
    if shuffle:
        dataset = Subset(dataset, torch.randperm(len(dataset), generator=generator).tolist())
    return DataLoader(dataset, batch_size, generator=generator, num_workers=num_workers)
