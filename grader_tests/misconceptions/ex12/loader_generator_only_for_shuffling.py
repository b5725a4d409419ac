"""Without shuffling nothing is drawn at random.

caught_by: test_loader_leaves_the_random_state
explanation: Each time that a DataLoader is iterated over it draws a seed for its workers from the global
generator, shuffled or not. Give it a generator in both cases.
"""


def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    generator = torch.Generator().manual_seed(seed) if shuffle else None
    return DataLoader(dataset, batch_size, shuffle=shuffle, generator=generator, num_workers=num_workers)
