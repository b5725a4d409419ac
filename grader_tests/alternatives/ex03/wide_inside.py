"""Works in float64 inside and converts back; changes copies of its own in place."""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor


class Position(NamedTuple):
    """A place in a matrix."""

    row: int
    column: int


class LabelError(ValueError):
    """A label that is no class."""


def standardize(x: Tensor, dim: int) -> Tensor:
    wide = x.to(torch.float64, copy=True)
    spread = wide.max(dim=dim, keepdim=True).values - wide.min(dim=dim, keepdim=True).values
    wide -= wide.mean(dim=dim, keepdim=True)
    wide /= wide.pow(2).mean(dim=dim, keepdim=True).sqrt()
    wide[(spread == 0).expand_as(wide)] = 0
    return wide.to(x.dtype)


def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    return F.pairwise_distance(a.double()[:, None], b.double()[None]).type_as(a)


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("...nk,...km->...nm", a.double(), b.double()).type_as(a)


def extreme_positions(x: Tensor) -> tuple[tuple[int, int], tuple[int, int]]:
    flat = x.reshape(-1)
    return (
        Position(*(int(i) for i in torch.unravel_index(flat.min(dim=0).indices, x.shape))),
        Position(*(int(i) for i in torch.unravel_index(flat.max(dim=0).indices, x.shape))),
    )


def select_rows(x: Tensor, mask: Tensor) -> Tensor:
    return x.masked_select(mask.unsqueeze(1)).reshape(int(mask.sum()), x.shape[1])


def scores_of_labels(scores: Tensor, labels: Tensor) -> Tensor:
    return scores[range(len(labels)), labels]


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    for label in labels:
        if not 0 <= label < num_classes:
            raise LabelError(f"no such class: {int(label)}")
    result = torch.zeros((labels.numel(), num_classes), dtype=torch.float32)
    result[torch.arange(labels.numel()), labels] = 1
    return result
