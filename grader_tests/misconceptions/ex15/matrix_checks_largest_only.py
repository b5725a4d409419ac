"""Classes can only be too large.

caught_by: test_confusion_matrix_refuses
explanation: -1 is a legal index, and it is often used for "no label". Check for classes below 0, too.
"""

import torch
from torch import Tensor


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    if bool((labels >= num_classes).any() or (predictions >= num_classes).any()):
        raise ValueError(f"classes must be less than {num_classes}")
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    return matrix.index_put_((labels, predictions), torch.tensor(1), accumulate=True)
