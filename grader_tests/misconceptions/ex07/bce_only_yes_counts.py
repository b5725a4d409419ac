"""Where the target is 0 there is nothing to pay.

caught_by: test_bce_by_hand, test_bce_any_shape, test_bce_at_1000
explanation: Then a model that always says yes has no loss at all. Where the target is 0, the loss is -log(1
    - p).
"""

import torch.nn.functional as F
from torch import Tensor


def bce_with_logits(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    return -(targets * F.logsigmoid(logits)).mean()
