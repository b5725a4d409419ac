"""One-hot rows are integers.

caught_by: test_one_hot_by_hand, test_one_hot_refuses
explanation: Your rows are int64. Losses and gradients compute with floats, so make them float32.
"""

import torch
from torch import Tensor


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError("a label is out of range")
    return (labels[:, None] == torch.arange(num_classes)).long()
