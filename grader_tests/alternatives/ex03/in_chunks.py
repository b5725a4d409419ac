"""Distances in chunks of rows, to bound the memory; slices of equal numbers found by a relative deviation."""

import torch
from torch import Tensor


def standardize(x: Tensor, dim: int) -> Tensor:
    mean = x.mean(dim, keepdim=True)
    difference = x - mean
    deviation = (difference * difference).mean(dim, keepdim=True) ** 0.5
    nothing = deviation <= 1e-6 * mean.abs()
    return torch.where(nothing, 0.0, difference / torch.where(nothing, 1.0, deviation))


def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    parts = [(chunk[:, None] - b).norm(dim=2) for chunk in a.split(32)]
    return torch.cat(parts)


def extreme_positions(x: Tensor) -> tuple[tuple[int, int], tuple[int, int]]:
    class Index(int):
        """An int with a name of its own."""

    smallest, largest = (divmod(int(flat), len(x[0])) for flat in (x.argmin(), x.argmax()))
    return (Index(smallest[0]), Index(smallest[1])), (Index(largest[0]), Index(largest[1]))


select_rows = Tensor.__getitem__

batched_matmul = torch.matmul


def scores_of_labels(scores: Tensor, labels: Tensor) -> Tensor:
    return (scores @ torch.eye(scores.shape[1], dtype=scores.dtype)[labels].T).diagonal()
