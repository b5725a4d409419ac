"""`where` takes the safe formula, so what the other one gives does not matter.

caught_by: test_bce_at_1000
explanation: The value is right, but the gradient also goes through the formula that was not chosen: there
    exp(1000) is infinite, and infinity times 0 is NaN. Use a formula that is safe for all logits, such as
    exp(-abs(x)).
"""

import torch
from torch import Tensor


def bce_with_logits(logits: Tensor, targets: Tensor) -> Tensor:
    _check_alike(logits, targets)
    softplus = torch.where(logits > 30, logits, torch.log1p(torch.exp(logits)))
    return (softplus - logits * targets).mean()
