"""Shapes that do not fit make an error by themselves.

caught_by: test_unlike_tensors
explanation: (N, 1) less (N,) fits: it broadcasts to a table (N, N) of all differences. The mean of that is
    a number that looks harmless, and training goes on with it. Compare the shapes first and raise a
    ValueError.
"""

from torch import Tensor


def mse(prediction: Tensor, target: Tensor) -> Tensor:
    return (prediction - target).square().mean()
