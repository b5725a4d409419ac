"""A ready-made function counts as a solution.

caught_by: test_cross_entropy_by_hand, test_cross_entropy_any_size, test_cross_entropy_at_1000
explanation: `F.cross_entropy` and `F.nll_loss` are the right choice in real work, but here you write what
    they do. `log_softmax` is allowed.
"""

import torch.nn.functional as F
from torch import Tensor


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    _check_classes(logits, labels)
    return F.nll_loss(logits.log_softmax(dim=1), labels)
