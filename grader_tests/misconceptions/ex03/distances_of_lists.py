"""Lists of numbers are as good as tensors.

caught_by: test_distances_are_vectorized
explanation: You take the numbers out of the tensors and compute with them one by one in Python,
which is hundreds of times slower. Stay with tensors: let (N, 1, D) and (1, M, D) broadcast.
"""

import math

import torch
from torch import Tensor


def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    points = b.tolist()
    rows = [[math.dist(p, q) for q in points] for p in a.tolist()]
    return torch.tensor(rows, dtype=a.dtype).reshape(a.shape[0], b.shape[0])
