"""A reshape and a transpose give the right shape.

caught_by: test_flatten_by_hand, test_flatten_any_images
explanation: The shape is right, but each row holds numbers of all images: `reshape` cuts the numbers up in
    the order in which they are read, and the transpose does not bring them back together. Keep the batch
    first all the time: `x.reshape(x.shape[0], -1)`.
"""

from torch import Tensor


def flatten_images(x: Tensor) -> Tensor:
    return x.reshape(-1, x.shape[0]).T
