"""torchvision has a function for it.

caught_by: test_image_grid, test_image_grid_any_images
explanation: `make_grid` does the whole exercise, so it is not allowed here. It also makes three channels of
one.
"""

from torch import Tensor


def image_grid(images: Tensor, nrow: int, padding: int = 2) -> Tensor:
    from torchvision.utils import make_grid

    return make_grid(images, nrow=nrow, padding=padding)[: images.shape[1]]
