"""No images make an empty batch.

caught_by: test_stack_any_images
explanation: Nobody knows the shape of an image that is not there, so a batch of none would have a wrong
    one, and fail far away from here. Let `torch.stack` raise its error.
"""

import torch
from torch import Tensor


def stack_images(images) -> Tensor:
    if not images:
        return torch.empty(0)
    return torch.stack(list(images))
