"""All batches weigh the same.

caught_by: test_channel_stats_of_uneven_batches
explanation: A batch of one image counts as much as a full one. Divide the sums by the number of pixels,
not by the number of batches.
"""


def channel_stats(loader):
    means, squares = [], []
    for images, _ in loader:
        means.append(images.mean(dim=(0, 2, 3)))
        squares.append(images.square().mean(dim=(0, 2, 3)))
    mean = torch.stack(means).mean(0)
    return mean, (torch.stack(squares).mean(0) - mean**2).sqrt()
