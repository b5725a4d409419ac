"""A seed is set with torch.manual_seed.

caught_by: test_loader_order_follows_the_seed, test_loader_leaves_the_random_state
explanation: torch.manual_seed changes the random numbers of the whole program, and the order still
depends on what is drawn before the loop. Make a torch.Generator with the seed and give it to the
DataLoader.
"""


def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    torch.manual_seed(seed)
    return DataLoader(dataset, batch_size, shuffle=shuffle, num_workers=num_workers)
