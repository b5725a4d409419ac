"""Whole numbers are pixels.

caught_by: test_normalize_any_images
explanation: You refuse floats, but int64 numbers can be larger than 255 or negative, and True and False are
    no pixels either. Only uint8 is sure to hold 0 to 255: raise the ValueError for every other dtype.
"""

from torch import Tensor


def normalize_pixels(images: Tensor) -> Tensor:
    if images.is_floating_point():
        raise ValueError("the images are floats already")
    return images.unsqueeze(1).float() / 255
