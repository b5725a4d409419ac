"""Gradients are not needed any more.

caught_by: test_detach_mean_leaves_no_trace
explanation: `torch.set_grad_enabled(False)` stays in force after the call, so the next training
step fails. Use `with torch.no_grad():`, which ends by itself.
"""

import torch
from torch import Tensor, nn


def detach_mean(model: nn.Module, x: Tensor) -> Tensor:
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        torch.set_grad_enabled(False)
        return model(x).mean()
    finally:
        for module, mode in modes:
            module.training = mode
