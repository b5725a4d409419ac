"""Assigning to `batch[i]` wants the same shape.

caught_by: test_stack_any_images
explanation: `batch[i] = image` broadcasts: an image with one channel is copied into all three, and nobody
    notices that the images do not fit together. Compare the shapes first, or use `torch.stack`, which does.
"""

import torch
from torch import Tensor


def stack_images(images) -> Tensor:
    batch = torch.zeros(len(images), *images[0].shape, dtype=images[0].dtype)
    for i, image in enumerate(images):
        batch[i] = image
    return batch
