"""Samples of a class are in its column.

caught_by: test_per_class_accuracy, test_per_class_accuracy_any_matrix
explanation: A column holds what was predicted as the class, so this is how far a prediction can be trusted
(precision). The samples of a true class are in its row: `sum(dim=1)`.
"""

from torch import Tensor


def per_class_accuracy(matrix: Tensor) -> Tensor:
    return matrix.diagonal() / matrix.sum(dim=0)
