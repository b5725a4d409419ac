"""`torch.zeros` is a place for any numbers.

caught_by: test_stack_by_hand, test_stack_any_images
explanation: `torch.zeros` makes float32, so images of ints or of float64 lose their dtype. And `batch[i] =
    image` broadcasts: an image of another shape is repeated to fit, without an error. `torch.stack` does
    neither.
"""

import torch
from torch import Tensor


def stack_images(images) -> Tensor:
    batch = torch.zeros(len(images), *images[0].shape)
    for i, image in enumerate(images):
        batch[i] = image
    return batch
