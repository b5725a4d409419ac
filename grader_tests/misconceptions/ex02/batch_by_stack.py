"""A batch is made with `stack`.

caught_by: test_add_batch_dim
explanation: `torch.stack` copies its tensors into a new one. For a single image no number needs to move:
    `unsqueeze(0)` gives a view.
"""

import torch
from torch import Tensor


def add_batch_dim(image: Tensor) -> Tensor:
    return torch.stack([image])
