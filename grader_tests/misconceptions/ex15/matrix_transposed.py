"""Predictions are the rows.

caught_by: test_confusion_matrix, test_confusion_matrix_any_size, test_confusion_matrix_refuses
explanation: Rows and columns are swapped. There are both conventions in the world, but here true classes
are rows: the label comes first.
"""

import torch
from torch import Tensor


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    for what, classes in (("labels", labels), ("predictions", predictions)):
        if bool(((classes < 0) | (classes >= num_classes)).any()):
            raise ValueError(f"{what} must be from 0 to {num_classes - 1}")
    pairs = predictions * num_classes + labels
    return pairs.bincount(minlength=num_classes**2).reshape(num_classes, num_classes)
