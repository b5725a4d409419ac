"""`bincount` knows how many pairs there are.

caught_by: test_confusion_matrix, test_confusion_matrix_any_size
explanation: `bincount` stops at the largest number that occurs. If the last pair does not occur, the counts
are too few to be reshaped: say `minlength=num_classes**2`.
"""

from torch import Tensor


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    for what, classes in (("labels", labels), ("predictions", predictions)):
        if bool(((classes < 0) | (classes >= num_classes)).any()):
            raise ValueError(f"{what} must be from 0 to {num_classes - 1}")
    pairs = labels * num_classes + predictions
    return pairs.bincount().reshape(num_classes, num_classes)
