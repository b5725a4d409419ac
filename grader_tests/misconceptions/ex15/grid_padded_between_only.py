"""Padding separates neighbours.

caught_by: test_image_grid, test_image_grid_any_images
explanation: There is padding around the whole as well: with S columns there are S + 1 strips of padding,
not S - 1.
"""

from torch import Tensor


def image_grid(images: Tensor, nrow: int, padding: int = 2) -> Tensor:
    count, channels, height, width = images.shape
    columns = min(nrow, count)
    rows = (count + columns - 1) // columns
    down, right = height + padding, width + padding
    grid = images.new_zeros(channels, rows * down - padding, columns * right - padding)
    for number, image in enumerate(images):
        top, left = number // columns * down, number % columns * right
        grid[:, top : top + height, left : left + width] = image
    return grid
