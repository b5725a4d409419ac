"""Several classes need softmax.

caught_by: test_multilabel_by_hand, test_multilabel_any_size
explanation: Softmax makes the labels of a sample compete for one probability, so two of them can never both
    be sure. Where each label is a yes or no of its own, each gets a sigmoid of its own.
"""

from torch import Tensor


def multilabel_loss(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    return -(targets * logits.log_softmax(dim=1)).sum(dim=1).mean()
