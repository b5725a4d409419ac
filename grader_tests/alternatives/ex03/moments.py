"""Variance as the mean square minus the squared mean, sums of products, masks for positions."""

import torch
from torch import Tensor


def standardize(x: Tensor, dim: int) -> Tensor:
    mean = x.mean(dim, keepdim=True)
    variance = ((x * x).mean(dim, keepdim=True) - mean * mean).clamp_min(torch.finfo(x.dtype).tiny)
    first = x.narrow(dim, 0, 1)
    constant = (x == first).all(dim, keepdim=True)
    return torch.where(constant, x.new_zeros(()), (x - mean) * variance.rsqrt())


def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    return (a.unsqueeze(1) - b.unsqueeze(0)).norm(dim=-1)


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    return (a.unsqueeze(-1) * b.unsqueeze(-3)).sum(dim=-2)


def extreme_positions(x: Tensor) -> tuple[tuple[int, int], tuple[int, int]]:
    def first(where: Tensor) -> tuple[int, int]:
        row, column = where.nonzero()[0].tolist()
        return row, column

    return first(x == x.min()), first(x == x.max())


def select_rows(x: Tensor, mask: Tensor) -> Tensor:
    return x.index_select(0, mask.nonzero().flatten())


def scores_of_labels(scores: Tensor, labels: Tensor) -> Tensor:
    right = torch.arange(scores.shape[1]) == labels.unsqueeze(1)
    return (scores * right).sum(dim=1)


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    legal = (labels >= 0) & (labels < num_classes)
    if not legal.all():
        raise ValueError("a label is out of range")
    return torch.zeros(labels.shape[0], num_classes).scatter_(1, labels.unsqueeze(1), 1.0)
