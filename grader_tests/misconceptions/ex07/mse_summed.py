"""The loss of a batch is the sum of the losses.

caught_by: test_mse
explanation: A sum grows with the number of elements, so a larger batch would mean larger gradients, and the
    learning rate would have to follow. Take the mean.
"""

from torch import Tensor


def mse(prediction: Tensor, target: Tensor) -> Tensor:
    _check_alike(prediction, target)
    return ((prediction - target) ** 2).sum()
