"""A new dimension goes to the front.

caught_by: test_normalize_by_hand, test_normalize_any_images
explanation: `unsqueeze(0)` makes (1, N, H, W): one image with N channels. The channels come after the
    batch, so insert the dimension at position 1.
"""

import torch
from torch import Tensor


def normalize_pixels(images: Tensor) -> Tensor:
    if images.dtype != torch.uint8:
        raise ValueError(f"images must be uint8, not {images.dtype}")
    return images.unsqueeze(0).float() / 255
