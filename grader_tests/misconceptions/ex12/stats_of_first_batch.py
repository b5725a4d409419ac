"""One batch tells enough.

caught_by: test_channel_stats, test_channel_stats_of_uneven_batches
explanation: Only the first batch is looked at. Go over all of them.
"""


def channel_stats(loader):
    images, _ = next(iter(loader))
    return images.mean(dim=(0, 2, 3)), images.std(dim=(0, 2, 3), unbiased=False)
