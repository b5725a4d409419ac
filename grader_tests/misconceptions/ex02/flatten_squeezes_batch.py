"""A `squeeze` at the end does no harm.

caught_by: test_flatten_by_hand, test_flatten_any_images
explanation: `squeeze()` removes every dimension of size 1. In a batch of one image, that is the batch
    dimension. Leave it out, or name the dimension that is to go.
"""

from torch import Tensor


def flatten_images(x: Tensor) -> Tensor:
    return x.flatten(start_dim=1).squeeze()
