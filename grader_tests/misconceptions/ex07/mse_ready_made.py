"""A ready-made function counts as a solution.

caught_by: test_mse
explanation: `F.mse_loss` is the right choice in real work, but here you write what it does: differences,
    squares, a mean.
"""

import torch.nn.functional as F
from torch import Tensor


def mse(prediction: Tensor, target: Tensor) -> Tensor:
    _check_alike(prediction, target)
    return F.mse_loss(prediction, target)
