"""Counting needs a loop.

caught_by: test_confusion_matrix_any_size
explanation: A loop over the samples takes Python some microseconds for each, seconds for a million. Number
the pairs and let `bincount` count all of them at once.
"""

import torch
from torch import Tensor


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    for what, classes in (("labels", labels), ("predictions", predictions)):
        if bool(((classes < 0) | (classes >= num_classes)).any()):
            raise ValueError(f"{what} must be from 0 to {num_classes - 1}")
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for label, prediction in zip(labels, predictions):
        matrix[label, prediction] += 1
    return matrix
