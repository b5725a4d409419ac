"""A generator is all it takes to shuffle.

caught_by: test_loader_order_follows_the_seed
explanation: Without shuffle=shuffle (or a random sampler) a DataLoader keeps the dataset's order,
whatever generator it has.
"""


def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    generator = torch.Generator().manual_seed(seed)
    return DataLoader(dataset, batch_size, generator=generator, num_workers=num_workers)
