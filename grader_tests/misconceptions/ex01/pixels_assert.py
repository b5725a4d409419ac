"""`assert` checks arguments.

caught_by: test_normalize_any_images
explanation: `assert` raises AssertionError, and it is skipped when Python runs with `-O`. It is for what
    can never happen. For what a caller did wrong, write `if ...: raise ValueError("...")`.
"""

import torch
from torch import Tensor


def normalize_pixels(images: Tensor) -> Tensor:
    assert images.dtype == torch.uint8, "images must be uint8"
    return images.unsqueeze(1).float() / 255
