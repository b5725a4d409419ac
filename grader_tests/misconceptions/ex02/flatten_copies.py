"""Flattening makes new tensors.

caught_by: test_flatten_any_images
explanation: Taken apart and stacked again, the batch is copied, although its numbers lie in the right order
    already. `flatten` and `reshape` only change how they are read.
"""

import torch
from torch import Tensor


def flatten_images(x: Tensor) -> Tensor:
    return torch.stack([image.flatten() for image in x])
