"""A small number inside the logarithm keeps it from being infinite.

caught_by: test_bce_at_1000
explanation: With 1e-7 added, no loss is ever larger than 16, and where the sigmoid is exactly 0 or 1 its
    gradient is 0: a model that is surely wrong learns nothing. Use a form that needs no rescue, such as
    `F.logsigmoid`.
"""

from torch import Tensor


def bce_with_logits(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    p = logits.sigmoid()
    return -(targets * (p + 1e-7).log() + (1 - targets) * (1 - p + 1e-7).log()).mean()
