"""`unsqueeze_` is another spelling of `unsqueeze`.

caught_by: test_normalize_by_hand, test_normalize_any_images
explanation: A method whose name ends with `_` changes the tensor itself: after the call, the caller's
    images have a dimension more. `unsqueeze` returns a new tensor and leaves the old one alone.
"""

import torch
from torch import Tensor


def normalize_pixels(images: Tensor) -> Tensor:
    if images.dtype != torch.uint8:
        raise ValueError(f"images must be uint8, not {images.dtype}")
    return images.unsqueeze_(1).float() / 255
