"""A byte has 256 values, so 256 is what to divide by.

caught_by: test_normalize_by_hand, test_normalize_any_images
explanation: The largest of the 256 values is 255, since they start with 0. White must become exactly 1, so
    divide by 255.
"""

import torch
from torch import Tensor


def normalize_pixels(images: Tensor) -> Tensor:
    if images.dtype != torch.uint8:
        raise ValueError(f"images must be uint8, not {images.dtype}")
    return images.unsqueeze(1).float() / 256
