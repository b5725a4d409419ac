"""Detached means a Python number.

caught_by: test_detach_mean_by_hand, test_detach_mean_leaves_no_trace
explanation: `.item()` gives a Python number. Wanted is a 0-dim tensor: `.detach()` cuts it off from
its graph and leaves it a tensor.
"""

import torch
from torch import Tensor, nn


def detach_mean(model: nn.Module, x: Tensor) -> float:
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            return model(x).mean().item()
    finally:
        for module, mode in modes:
            module.training = mode
