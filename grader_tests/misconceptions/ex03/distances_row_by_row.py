"""A Python loop over the rows is fine.

caught_by: test_distances_are_vectorized
explanation: The loop makes Python start new operations for each row, which takes far longer than
the arithmetic. Insert dimensions so that (N, 1, D) and (1, M, D) broadcast, and compute all
distances at once.
"""

from torch import Tensor


def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    result = a.new_zeros(a.shape[0], b.shape[0])
    for i in range(a.shape[0]):
        result[i] = (b - a[i]).norm(dim=1)
    return result
