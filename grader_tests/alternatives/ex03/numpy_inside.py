"""NumPy does the work, and the results become tensors again."""

import numpy as np
import torch
from torch import Tensor


def standardize(x: Tensor, dim: int) -> Tensor:
    data = x.detach().numpy()
    constant = np.ptp(data, axis=dim, keepdims=True) == 0
    deviation = np.where(constant, 1, data.std(axis=dim, keepdims=True))
    result = np.where(constant, 0, (data - data.mean(axis=dim, keepdims=True)) / deviation)
    return torch.from_numpy(result.astype(data.dtype))


def pairwise_distances(a: Tensor, b: Tensor) -> Tensor:
    return torch.from_numpy(np.linalg.norm(a.numpy()[:, None] - b.numpy()[None], axis=2))


def batched_matmul(a: Tensor, b: Tensor) -> Tensor:
    return torch.from_numpy(np.matmul(a.numpy(), b.numpy()))


def extreme_positions(x: Tensor) -> tuple[tuple[int, int], tuple[int, int]]:
    data = x.numpy()
    smallest = np.unravel_index(data.argmin(), data.shape)
    largest = np.unravel_index(data.argmax(), data.shape)
    return (int(smallest[0]), int(smallest[1])), (int(largest[0]), int(largest[1]))


def select_rows(x: Tensor, mask: Tensor) -> Tensor:
    return torch.from_numpy(np.compress(mask.numpy(), x.numpy(), axis=0))


def scores_of_labels(scores: Tensor, labels: Tensor) -> Tensor:
    return torch.from_numpy(np.take_along_axis(scores.numpy(), labels.numpy()[:, None], axis=1)[:, 0])


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    array = labels.numpy()
    if array.size and (array.min() < 0 or array.max() >= num_classes):
        raise ValueError(f"labels from {array.min()} to {array.max()} do not fit {num_classes} classes")
    return torch.from_numpy(np.eye(num_classes, dtype=np.float32)[array])
