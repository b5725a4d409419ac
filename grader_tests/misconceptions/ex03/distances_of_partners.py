"""The distance is taken between rows with the same number.

caught_by: test_distances_by_hand, test_distances_of_any_points, test_distances_are_vectorized
explanation: `a - b` pairs row i of `a` with row i of `b` only, and fails where the numbers of rows
differ. Each row of `a` must meet each row of `b`: insert dimensions as in `a[:, None]` so that they
broadcast.
"""

from torch import Tensor


def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    return (a - b).norm(dim=-1)
