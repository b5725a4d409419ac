"""Shares are shares of the whole.

caught_by: test_per_class_accuracy, test_per_class_accuracy_any_matrix
explanation: You divide by the number of all samples, so a rare class looks bad however well it is
recognized. Divide by the number of samples of the class, the sum of its row.
"""

from torch import Tensor


def per_class_accuracy(matrix: Tensor) -> Tensor:
    return matrix.diagonal() / matrix.sum()
