"""std is std.

caught_by: test_channel_stats, test_channel_stats_of_uneven_batches
explanation: torch.std divides by the number of pixels less one. For the whole population say
correction=0 (or unbiased=False).
"""


def channel_stats(loader):
    images = torch.cat([images for images, _ in loader])
    return images.mean(dim=(0, 2, 3)), images.std(dim=(0, 2, 3))
