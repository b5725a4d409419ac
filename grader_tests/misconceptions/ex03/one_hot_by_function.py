"""A ready-made function counts as a solution.

caught_by: test_one_hot_by_hand, test_one_hot_refuses
explanation: `F.one_hot` is the right choice in real work, but here you write what it does. Compare
the labels with `torch.arange(num_classes)`, or set the ones in a tensor of zeros.
"""

import torch.nn.functional as F
from torch import Tensor


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    if ((labels < 0) | (labels >= num_classes)).any():
        raise ValueError("a label is out of range")
    return F.one_hot(labels, num_classes).float()
