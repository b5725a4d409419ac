"""Images are float32.

caught_by: test_image_grid, test_image_grid_any_images
explanation: `torch.zeros` gives float32, whatever the images are, and uint8 images of 0 to 255 are then
shown as white. `images.new_zeros` keeps the dtype.
"""

import torch
from torch import Tensor


def image_grid(images: Tensor, nrow: int, padding: int = 2) -> Tensor:
    count, channels, height, width = images.shape
    columns = min(nrow, count)
    rows = (count + columns - 1) // columns
    down, right = height + padding, width + padding
    grid = torch.zeros(channels, rows * down + padding, columns * right + padding)
    for number, image in enumerate(images):
        top, left = padding + number // columns * down, padding + number % columns * right
        grid[:, top : top + height, left : left + width] = image
    return grid
