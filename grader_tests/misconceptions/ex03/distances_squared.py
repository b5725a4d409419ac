"""The sum of squared differences is the distance.

caught_by: test_distances_by_hand, test_distances_of_any_points, test_distances_are_vectorized
explanation: What you return is the square of the distance. Take the square root at the end.
"""

from torch import Tensor


def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    return (a[:, None] - b[None]).square().sum(dim=2)
