"""A wrong label shows by itself.

caught_by: test_one_hot_refuses
explanation: A negative label counts from the end, so -1 silently becomes the last class. Check that
all labels are from 0 to `num_classes` - 1, and raise ValueError otherwise.
"""

import torch
from torch import Tensor


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    return torch.eye(num_classes)[labels]
