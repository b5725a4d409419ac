"""The formula of the textbook can be typed in as it stands.

caught_by: test_bce_at_1000
explanation: The sigmoid of -1000 is 0 in floating point numbers, and its logarithm is minus infinity; times
    a target of 0 that is NaN. Take both steps as one, with `F.logsigmoid`.
"""

from torch import Tensor


def bce_with_logits(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    p = logits.sigmoid()
    return -(targets * p.log() + (1 - targets) * (1 - p).log()).mean()
