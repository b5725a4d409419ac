"""The loss of a sample is the sum over its labels.

caught_by: test_multilabel_by_hand, test_multilabel_any_size
explanation: Only the mean over the samples is taken here, so the loss is L times too large. The mean runs
    over all N x L elements.
"""

import torch.nn.functional as F
from torch import Tensor


def multilabel_loss(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    losses = -(targets * F.logsigmoid(logits) + (1 - targets) * F.logsigmoid(-logits))
    return losses.sum(dim=1).mean()
