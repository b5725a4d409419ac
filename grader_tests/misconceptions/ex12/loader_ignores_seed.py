"""shuffle=True is all there is to a random order.

caught_by: test_loader_order_follows_the_seed, test_loader_leaves_the_random_state
explanation: Without a generator the order comes from the global random state: it is another one each
time, and the state moves on. Pass generator=torch.Generator().manual_seed(seed).
"""


def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    return DataLoader(dataset, batch_size, shuffle=shuffle, num_workers=num_workers)
