"""The mean runs over the batch.

caught_by: test_detach_mean_by_hand, test_detach_mean_leaves_no_trace
explanation: `mean(dim=0)` gives one number for each output. Without `dim`, the mean runs over all
elements.
"""

import torch
from torch import Tensor, nn


def detach_mean(model: nn.Module, x: Tensor) -> Tensor:
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            return model(x).mean(dim=0)
    finally:
        for module, mode in modes:
            module.training = mode
