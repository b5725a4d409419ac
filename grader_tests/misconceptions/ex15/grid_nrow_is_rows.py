"""`nrow` is the number of rows.

caught_by: test_image_grid, test_image_grid_any_images
explanation: `nrow` says how many images there are in each row, which is the number of columns. So it is in
torchvision.
"""

from torch import Tensor


def image_grid(images: Tensor, nrow: int, padding: int = 2) -> Tensor:
    count, channels, height, width = images.shape
    rows = min(nrow, count)
    columns = (count + rows - 1) // rows
    down, right = height + padding, width + padding
    grid = images.new_zeros(channels, rows * down + padding, columns * right + padding)
    for number, image in enumerate(images):
        top, left = padding + number // columns * down, padding + number % columns * right
        grid[:, top : top + height, left : left + width] = image
    return grid
