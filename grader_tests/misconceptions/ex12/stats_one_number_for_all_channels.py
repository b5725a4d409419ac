"""An image has one mean.

caught_by: test_channel_stats, test_channel_stats_of_uneven_batches
explanation: All channels are thrown together. Sum over the images and pixels only, dim=(0, 2, 3), so
that one value for each channel is left.
"""


def channel_stats(loader):
    images = torch.cat([images for images, _ in loader])
    return images.mean(), images.std(unbiased=False)
