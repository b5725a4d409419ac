"""A gray image has no channels.

caught_by: test_normalize_by_hand, test_normalize_any_images
explanation: A gray image has one channel, and networks want a dimension for it, of size 1: (N, 1, H, W).
    Insert it with `unsqueeze(1)`.
"""

import torch
from torch import Tensor


def normalize_pixels(images: Tensor) -> Tensor:
    if images.dtype != torch.uint8:
        raise ValueError(f"images must be uint8, not {images.dtype}")
    return images.float() / 255
