"""num_workers is a detail that DataLoader knows best.

caught_by: test_loader_leaves_the_random_state
explanation: The argument num_workers is not passed on, so everything is loaded in one process. Pass
num_workers=num_workers.
"""


def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    return DataLoader(dataset, batch_size, shuffle=shuffle, generator=torch.Generator().manual_seed(seed))
