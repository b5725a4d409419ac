"""`cat` makes a batch.

caught_by: test_stack_by_hand, test_stack_any_images
explanation: `torch.cat` joins along a dimension that is there already, so two images with 3 channels become
    one with 6. `torch.stack` makes a new dimension for the batch.
"""

import torch
from torch import Tensor


def stack_images(images) -> Tensor:
    return torch.cat(list(images))
