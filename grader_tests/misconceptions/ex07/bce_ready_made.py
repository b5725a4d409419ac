"""A ready-made function counts as a solution.

caught_by: test_bce_by_hand, test_bce_any_shape, test_bce_at_1000
explanation: `F.binary_cross_entropy_with_logits` is the right choice in real work, but here you write what
    it does. `F.logsigmoid` is allowed.
"""

import torch.nn.functional as F
from torch import Tensor


def bce_with_logits(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    return F.binary_cross_entropy_with_logits(logits, targets)
