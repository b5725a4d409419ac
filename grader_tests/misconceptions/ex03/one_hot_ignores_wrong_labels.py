"""A label that is no class is an empty row.

caught_by: test_one_hot_refuses
explanation: For a label outside of the classes you return a row of zeros, and the mistake in the
data stays hidden. Raise ValueError instead.
"""

import torch
from torch import Tensor


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    return (labels[:, None] == torch.arange(num_classes)).float()
