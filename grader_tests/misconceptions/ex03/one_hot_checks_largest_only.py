"""Labels can only be too large.

caught_by: test_one_hot_refuses
explanation: You look for labels that are too large, but -1 is no class either. Check the lower end
too.
"""

import torch
from torch import Tensor


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    if (labels >= num_classes).any():
        raise ValueError("a label is too large")
    return torch.eye(num_classes)[labels]
