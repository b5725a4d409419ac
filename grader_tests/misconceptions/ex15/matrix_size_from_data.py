"""The number of classes is one more than the largest that occurs.

caught_by: test_confusion_matrix, test_confusion_matrix_any_size
explanation: If no sample of the last class is in the data, the matrix comes out too small, and matrices of
two data sets do not fit together. Use `num_classes`.
"""

import torch
from torch import Tensor


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    for what, classes in (("labels", labels), ("predictions", predictions)):
        if bool(((classes < 0) | (classes >= num_classes)).any()):
            raise ValueError(f"{what} must be from 0 to {num_classes - 1}")
    if len(labels) == 0:
        return torch.zeros(num_classes, num_classes, dtype=torch.int64)
    found = int(torch.cat([labels, predictions]).max()) + 1
    return (labels * found + predictions).bincount(minlength=found**2).reshape(found, found)
