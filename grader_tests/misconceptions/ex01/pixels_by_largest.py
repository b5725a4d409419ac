"""Normalizing means dividing by the largest number.

caught_by: test_normalize_any_images
explanation: The largest pixel differs from batch to batch, so the same gray would become another number in
    another batch, and dark images would become bright. Divide by 255, always.
"""

import torch
from torch import Tensor


def normalize_pixels(images: Tensor) -> Tensor:
    if images.dtype != torch.uint8:
        raise ValueError(f"images must be uint8, not {images.dtype}")
    return images.unsqueeze(1).float() / images.max()
