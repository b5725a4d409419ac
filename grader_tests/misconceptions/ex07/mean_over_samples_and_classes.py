"""The one-hot product has N x K elements, and `mean` takes their mean.

caught_by: test_cross_entropy_by_hand, test_cross_entropy_any_size, test_cross_entropy_at_1000
explanation: Only one element of each row is not zero, so dividing by N x K makes the loss K times too
    small. Sum over the classes and take the mean over the samples.
"""

import torch.nn.functional as F
from torch import Tensor


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    _check_classes(logits, labels)
    one_hot = F.one_hot(labels, logits.shape[1])
    return -(one_hot * logits.log_softmax(dim=1)).mean()
