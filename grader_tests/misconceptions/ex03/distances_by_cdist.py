"""A ready-made function counts as a solution.

caught_by: test_distances_by_hand, test_distances_of_any_points, test_distances_are_vectorized
explanation: `cdist` is the right choice in real work, but here you write what it does. Build the
table from differences, squares, a sum and a square root.
"""

import torch
from torch import Tensor


def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    return torch.cdist(a, b)
