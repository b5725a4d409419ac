"""A grid is `nrow` images wide.

caught_by: test_image_grid_any_images
explanation: With fewer images than `nrow` there is one row, and the rest of it would be empty. The grid is
only as wide as it takes: `min(nrow, count)` columns.
"""

from torch import Tensor


def image_grid(images: Tensor, nrow: int, padding: int = 2) -> Tensor:
    count, channels, height, width = images.shape
    rows = (count + nrow - 1) // nrow
    down, right = height + padding, width + padding
    grid = images.new_zeros(channels, rows * down + padding, nrow * right + padding)
    for number, image in enumerate(images):
        top, left = padding + number // nrow * down, padding + number % nrow * right
        grid[:, top : top + height, left : left + width] = image
    return grid
