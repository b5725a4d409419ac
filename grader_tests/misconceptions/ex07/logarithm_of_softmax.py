"""Softmax first, then the logarithm.

caught_by: test_cross_entropy_at_1000
explanation: The softmax of a logit that is far below the largest one is 0 in floating point numbers, and
    its logarithm is minus infinity. `log_softmax` takes both steps as one.
"""

from torch import Tensor


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    _check_classes(logits, labels)
    return -logits.softmax(dim=1).log().gather(1, labels[:, None]).mean()
