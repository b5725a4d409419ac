"""The images go down the first column, then down the second.

caught_by: test_image_grid, test_image_grid_any_images
explanation: Text and images are read row by row: image number 1 stands to the right of image number 0. The
row is `number // columns`, the column `number % columns`.
"""

from torch import Tensor


def image_grid(images: Tensor, nrow: int, padding: int = 2) -> Tensor:
    count, channels, height, width = images.shape
    columns = min(nrow, count)
    rows = (count + columns - 1) // columns
    down, right = height + padding, width + padding
    grid = images.new_zeros(channels, rows * down + padding, columns * right + padding)
    for number, image in enumerate(images):
        top, left = padding + number % rows * down, padding + number // rows * right
        grid[:, top : top + height, left : left + width] = image
    return grid
