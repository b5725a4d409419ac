"""The right class gets a positive gradient.

caught_by: test_cross_entropy_by_hand, test_cross_entropy_any_sizes, test_cross_entropy_is_stable
explanation: The loss falls when the logit of the label grows, so the gradient is negative there:
probabilities less one-hot, not the other way round.
"""

import torch.nn.functional as F
from torch import Tensor


def softmax_cross_entropy_backward(logits: Tensor, labels: Tensor) -> Tensor:
    return (F.one_hot(labels, logits.shape[1]) - F.softmax(logits, dim=1)) / len(logits)
