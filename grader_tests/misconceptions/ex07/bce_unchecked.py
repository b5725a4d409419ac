"""Broadcasting brings (N, 1) and (N,) together.

caught_by: test_unlike_tensors
explanation: It does, as a table (N, N): each answer is compared with every target. A model whose last layer
    has one output gives (N, 1) and labels are often (N,), so this happens to everybody once. Raise a
    ValueError where the shapes differ.
"""

import torch.nn.functional as F
from torch import Tensor


def bce_with_logits(logits: Tensor, targets: Tensor) -> Tensor:
    return -(targets * F.logsigmoid(logits) + (1 - targets) * F.logsigmoid(-logits)).mean()
