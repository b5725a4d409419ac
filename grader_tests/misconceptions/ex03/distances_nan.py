"""|a|^2 + |b|^2 - 2ab is never negative, for it is a square.

caught_by: test_distances_of_any_points
explanation: For points that are equal or close, rounding makes |a|^2 + |b|^2 - 2ab slightly
negative, and the square root of a negative number is NaN. Clamp the squares at 0 first, or sum the
squared differences.
"""

from torch import Tensor


def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    squared = a.square().sum(dim=1)[:, None] + b.square().sum(dim=1) - 2 * a @ b.T
    return squared.sqrt()
