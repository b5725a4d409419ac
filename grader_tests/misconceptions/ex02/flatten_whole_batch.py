"""`flatten` knows where an image ends.

caught_by: test_flatten_by_hand, test_flatten_any_images
explanation: `x.flatten()`, like `x.reshape(-1)`, joins all dimensions, the batch too, so all images end up in one
    row. Begin after the batch: `x.flatten(start_dim=1)`.
"""

from torch import Tensor


def flatten_images(x: Tensor) -> Tensor:
    return x.flatten()
