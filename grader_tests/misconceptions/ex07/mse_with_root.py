"""The squares must be undone by a root at the end.

caught_by: test_mse
explanation: That is the root mean squared error, which people like to read because it has the unit of the
    data. The loss that is asked for here has no root.
"""

from torch import Tensor


def mse(prediction: Tensor, target: Tensor) -> Tensor:
    _check_alike(prediction, target)
    return (prediction - target).square().mean().sqrt()
