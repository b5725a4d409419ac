"""Only the sampler draws at random.

caught_by: test_loader_leaves_the_random_state
explanation: Each time that a DataLoader is iterated over it draws a seed for its workers, also without
any, and without a generator of its own it draws it from the global one. Pass the generator to the
DataLoader too.
"""


def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    sampler = None
    if shuffle:
        generator = torch.Generator().manual_seed(seed)
        sampler = torch.utils.data.RandomSampler(dataset, generator=generator)
    return DataLoader(dataset, batch_size, sampler=sampler, num_workers=num_workers)
