"""Softmax knows which dimension holds the classes.

caught_by: test_cross_entropy_by_hand, test_cross_entropy_any_sizes, test_cross_entropy_is_stable
explanation: You apply softmax along dimension 0, the batch, so each column sums to 1. The classes
are along dimension 1.
"""

import torch.nn.functional as F
from torch import Tensor


def softmax_cross_entropy_backward(logits: Tensor, labels: Tensor) -> Tensor:
    return (F.softmax(logits, dim=0) - F.one_hot(labels, logits.shape[1])) / len(logits)
