"""Only the logit of the label matters.

caught_by: test_cross_entropy_by_hand, test_cross_entropy_any_sizes, test_cross_entropy_is_stable
explanation: The other logits are in the sum below the softmax's fraction: raising one of them
lowers the label's probability. Their gradient is their own probability.
"""

import torch.nn.functional as F
from torch import Tensor


def softmax_cross_entropy_backward(logits: Tensor, labels: Tensor) -> Tensor:
    right = F.one_hot(labels, logits.shape[1])
    return right * (F.softmax(logits, dim=1) - 1) / len(logits)
