"""There is always at least one label.

caught_by: test_one_hot_by_hand
explanation: The minimum and the maximum of an empty tensor do not exist, so your check fails when
there are no labels. Ask whether *any* label is out of range: for an empty tensor that is simply
False.
"""

import torch
from torch import Tensor


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    if labels.min() < 0 or labels.max() >= num_classes:
        raise ValueError("a label is out of range")
    return torch.eye(num_classes)[labels]
