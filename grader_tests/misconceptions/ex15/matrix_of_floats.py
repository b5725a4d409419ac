"""`torch.zeros` is the start of every sum.

caught_by: test_confusion_matrix, test_confusion_matrix_any_size, test_confusion_matrix_refuses
explanation: `torch.zeros` gives float32 unless it is told otherwise, and float32 cannot count beyond 16
million. Counts are ints: `dtype=torch.int64`.
"""

import torch
from torch import Tensor


def confusion_matrix(labels: Tensor, predictions: Tensor, num_classes: int) -> Tensor:
    for what, classes in (("labels", labels), ("predictions", predictions)):
        if bool(((classes < 0) | (classes >= num_classes)).any()):
            raise ValueError(f"{what} must be from 0 to {num_classes - 1}")
    matrix = torch.zeros(num_classes, num_classes)
    return matrix.index_put_((labels, predictions), torch.tensor(1.0), accumulate=True)
