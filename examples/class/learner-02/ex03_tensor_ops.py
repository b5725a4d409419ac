"""Exercise 3: arithmetic, aggregation and indexing of tensors.

Seven small functions that turn up in real training code again and again. Each takes tensors, leaves them as
they are and returns something new. Unless a docstring says otherwise, the answer has the dtype of the input,
and tensors need not be contiguous.
"""

import torch

from torch import Tensor

def standardize(x: Tensor, dim: int) -> Tensor:
    result = x.clone()
    slices = result.movedim(dim, -1)
    sizes = slices.shape[:-1]
    for position in torch.ones(sizes).nonzero().tolist():
        values = slices[tuple(position)]
        if all(value == values[0] for value in values):
            values.zero_()
        else:
            values -= values.mean()
            values /= (values**2).mean().sqrt()
    return result

def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    squared = a.new_zeros(a.shape[0], b.shape[0])
    for feature in range(a.shape[1]):  # over features, not over rows
        squared += (a[:, feature, None] - b[None, :, feature]) ** 2
    return squared**0.5

def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    leading = torch.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    left = a.expand(*leading, *a.shape[-2:])
    right = b.expand(*leading, *b.shape[-2:])
    result = a.new_empty(*leading, a.shape[-2], b.shape[-1])
    for position in torch.ones(leading).nonzero().tolist():
        where = tuple(position)
        for row in range(a.shape[-2]):
            for column in range(b.shape[-1]):
                result[where][row, column] = left[where][row].dot(right[where][:, column])
    return result

def extreme_positions(x: Tensor) -> tuple[tuple[int, int], tuple[int, int]]:
    smallest = largest = (0, 0)
    for row in range(x.shape[0]):
        for column in range(x.shape[1]):
            if x[row, column] < x[smallest]:
                smallest = (row, column)
            if x[row, column] > x[largest]:
                largest = (row, column)
    return smallest, largest

def select_rows(x: Tensor, mask: Tensor) -> Tensor:
    kept = [row for row, keep in zip(x, mask, strict=True) if keep]
    return torch.stack(kept) if kept else x[:0]

def scores_of_labels(scores: Tensor, labels: Tensor) -> Tensor:
    return torch.tensor(
        [row[label].item() for row, label in zip(scores, labels, strict=True)], dtype=scores.dtype
    )

def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    result = torch.zeros(len(labels), num_classes)
    for row, label in enumerate(labels.tolist()):
        if label not in range(num_classes):
            raise ValueError(f"{label} is not one of {num_classes} classes")
        result[row, label] = 1
    return result
