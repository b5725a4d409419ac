"""First the mean, then the deviation.

caught_by: test_channel_stats_of_uneven_batches
explanation: The loader is iterated over twice, which reads and decodes every image twice. Collect sums
and squares in one pass.
"""


def channel_stats(loader):
    pixels, total, deviations = 0, 0, 0
    for images, _ in loader:
        pixels += images.numel() // images.shape[1]
        total = total + images.sum(dim=(0, 2, 3))
    mean = total / pixels
    for images, _ in loader:
        deviations = deviations + (images - mean.view(-1, 1, 1)).square().sum(dim=(0, 2, 3))
    return mean, (deviations / pixels).sqrt()
