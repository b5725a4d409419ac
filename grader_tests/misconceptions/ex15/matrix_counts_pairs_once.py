"""`matrix[labels, predictions] += 1` counts.

caught_by: test_confusion_matrix, test_confusion_matrix_any_size
explanation: If a pair of indices occurs several times, such an assignment is done once: each entry ends at
1. Number the pairs and use `bincount`, or `index_put_` with `accumulate=True`.
"""

import torch
from torch import Tensor


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    for what, classes in (("labels", labels), ("predictions", predictions)):
        if bool(((classes < 0) | (classes >= num_classes)).any()):
            raise ValueError(f"{what} must be from 0 to {num_classes - 1}")
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    matrix[labels, predictions] += 1
    return matrix
