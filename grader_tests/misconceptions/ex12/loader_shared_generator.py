"""One generator for the module is enough, if it is seeded again each time.

caught_by: test_loader_order_follows_the_seed
explanation: All loaders draw from the same generator, so using one changes the order of the others. Make
a generator for each loader.
"""


_GENERATOR = torch.Generator()


def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    _GENERATOR.manual_seed(seed)
    return DataLoader(dataset, batch_size, shuffle=shuffle, generator=_GENERATOR, num_workers=num_workers)
