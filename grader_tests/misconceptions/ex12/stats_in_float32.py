"""torch.zeros is a place to add up in.

caught_by: test_channel_stats, test_channel_stats_of_uneven_batches
explanation: torch.zeros gives float32, and adding float64 values in place rounds them. Start from a
number, or with the images' dtype.
"""


def channel_stats(loader):
    total, squares, pixels = None, None, 0
    for images, _ in loader:
        if total is None:
            total, squares = torch.zeros(images.shape[1]), torch.zeros(images.shape[1])
        total += images.sum(dim=(0, 2, 3))
        squares += images.square().sum(dim=(0, 2, 3))
        pixels += images.numel() // images.shape[1]
    mean = total / pixels
    return mean, (squares / pixels - mean**2).sqrt()
