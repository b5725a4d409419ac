"""The mean runs over all elements.

caught_by: test_cross_entropy_by_hand, test_cross_entropy_any_sizes, test_cross_entropy_is_stable
explanation: You divide by the number of elements, N * K. There is one loss for each sample, so the
mean is over N of them.
"""

import torch.nn.functional as F
from torch import Tensor


def softmax_cross_entropy_backward(logits: Tensor, labels: Tensor) -> Tensor:
    return (F.softmax(logits, dim=1) - F.one_hot(labels, logits.shape[1])) / logits.numel()
