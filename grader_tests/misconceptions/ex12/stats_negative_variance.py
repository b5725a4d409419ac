"""A variance is never negative, so its square root is always there.

caught_by: test_channel_stats_of_uneven_batches
explanation: Where all pixels of a channel are equal, "mean of the squares minus square of the mean" is 0 but for
rounding, and can come out as -1e-17. The square root of that is NaN. Use `.clamp(min=0)` before the root.
"""


def channel_stats(loader):
    pixels, total, squares, dtype = 0, 0.0, 0.0, None
    for images, _ in loader:
        dtype = images.dtype
        images = images.double()
        pixels += images.numel() // images.shape[1]
        total = total + images.sum(dim=(0, 2, 3))
        squares = squares + images.square().sum(dim=(0, 2, 3))
    mean = total / pixels
    return mean.to(dtype), (squares / pixels - mean.square()).sqrt().to(dtype)
