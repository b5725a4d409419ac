"""A sum of pixels is divided by the number of images.

caught_by: test_channel_stats, test_channel_stats_of_uneven_batches
explanation: The sum goes over all pixels, so it has to be divided by the number of pixels, N * H * W,
not by N.
"""


def channel_stats(loader):
    count, total, squares = 0, 0, 0
    for images, _ in loader:
        count += len(images)
        total = total + images.sum(dim=(0, 2, 3))
        squares = squares + images.square().sum(dim=(0, 2, 3))
    mean = total / count
    return mean, (squares / count - mean**2).abs().sqrt()
