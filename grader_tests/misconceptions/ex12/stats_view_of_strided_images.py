"""view always works.

caught_by: test_channel_stats_of_uneven_batches
explanation: view needs strides that fit, and batches that were transposed or sliced have others. Use
reshape or flatten, or sum over dim=(0, 2, 3).
"""


def channel_stats(loader):
    pixels, total, squares = 0, 0, 0
    for images, _ in loader:
        flat = images.view(images.shape[0], images.shape[1], -1)
        pixels += flat.shape[0] * flat.shape[2]
        total = total + flat.sum(dim=(0, 2))
        squares = squares + flat.square().sum(dim=(0, 2))
    mean = total / pixels
    return mean, (squares / pixels - mean**2).sqrt()
