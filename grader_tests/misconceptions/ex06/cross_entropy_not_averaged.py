"""Each sample has its own gradient.

caught_by: test_cross_entropy_by_hand, test_cross_entropy_any_sizes, test_cross_entropy_is_stable
explanation: The loss is a mean over N samples, so each sample's part in it, and its gradient, is
divided by N.
"""

import torch.nn.functional as F
from torch import Tensor


def softmax_cross_entropy_backward(logits: Tensor, labels: Tensor) -> Tensor:
    return F.softmax(logits, dim=1) - F.one_hot(labels, logits.shape[1])
