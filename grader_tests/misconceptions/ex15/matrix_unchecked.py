"""Wrong classes will lead to an error anyway.

caught_by: test_confusion_matrix_refuses
explanation: Label 0 with prediction `num_classes` has the same number as label 1 with prediction 0, and -1
counts in the row before: the matrix is wrong, and nobody notices. Check both tensors first.
"""

from torch import Tensor


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    pairs = labels * num_classes + predictions
    return pairs.bincount(minlength=num_classes**2).reshape(num_classes, num_classes)
