"""A tensor made from the loss is as good as the loss.

caught_by: test_mse
explanation: `torch.tensor(...)` copies the number and leaves the graph behind, so no gradient reaches the
    prediction. Return what `mean()` gave.
"""

import torch
from torch import Tensor


def mse(prediction: Tensor, target: Tensor) -> Tensor:
    _check_alike(prediction, target)
    return torch.tensor((prediction - target).square().mean().item(), dtype=prediction.dtype)
