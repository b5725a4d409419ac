"""`vmap` instead of broadcasting, einsum, and the deviation as a norm."""

import torch
from torch import Tensor


def standardize(x: Tensor, dim: int) -> Tensor:
    biggest = x.abs().amax(dim, keepdim=True)
    unit = x / torch.where(biggest == 0, torch.ones_like(biggest), biggest)
    centered = unit - unit.mean(dim, keepdim=True)
    length = torch.linalg.vector_norm(centered, dim=dim, keepdim=True)
    varies = (x != x.select(dim, 0).unsqueeze(dim)).any(dim, keepdim=True)
    safe = torch.where(varies, length, torch.ones_like(length))
    return torch.where(varies, centered / safe * x.shape[dim] ** 0.5, torch.zeros_like(x))


def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    def distance(p: Tensor, q: Tensor) -> Tensor:
        return torch.linalg.vector_norm(p - q)

    return torch.vmap(lambda p: torch.vmap(lambda q: distance(p, q))(b))(a)


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    return torch.matmul(b.mT, a.mT).mT


def extreme_positions(x: Tensor) -> tuple[tuple[int, int], tuple[int, int]]:
    up = x.flatten().sort(stable=True)
    down = x.flatten().sort(stable=True, descending=True)
    columns = x.size(1)

    def place(flat: Tensor) -> tuple[int, int]:
        return flat.item() // columns, flat.item() % columns

    return place(up.indices[0]), place(down.indices[0])


def select_rows(x: Tensor, mask: Tensor) -> Tensor:
    return x[mask, ...]


def scores_of_labels(scores: Tensor, labels: Tensor) -> Tensor:
    return torch.diag(scores.index_select(1, labels))


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    classes = set(range(num_classes))
    if not set(labels.tolist()) <= classes:
        raise ValueError("there is a label that is not a class")
    return torch.zeros(len(labels), num_classes).index_put_(
        (torch.arange(len(labels)), labels), torch.tensor(1.0)
    )
