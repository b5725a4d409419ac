"""A model predicts no class that does not exist.

caught_by: test_confusion_matrix_refuses
explanation: It does, for example when its last layer has more outputs than there are classes. Check the
predictions as you check the labels.
"""

from torch import Tensor


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    if bool(((labels < 0) | (labels >= num_classes)).any()):
        raise ValueError(f"labels must be from 0 to {num_classes - 1}")
    pairs = labels * num_classes + predictions
    return pairs.bincount(minlength=num_classes**2).reshape(num_classes, num_classes)
