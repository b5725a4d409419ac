"""All batches have to be of one size.

caught_by: test_loader_batches, test_loader_order_follows_the_seed, test_loader_leaves_the_random_state
explanation: drop_last=True leaves out the items of the last, smaller batch: some are never tested. Keep
the last batch.
"""


def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    generator = torch.Generator().manual_seed(seed)
    return DataLoader(
        dataset, batch_size, shuffle, generator=generator, num_workers=num_workers, drop_last=True
    )
