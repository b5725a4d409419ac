"""Gradients are not needed any more.

caught_by: test_same_function_modes
explanation: `torch.set_grad_enabled(False)` stays in force afterwards, so the next training step
fails. Use `with torch.no_grad():`, which ends by itself.
"""

import torch
import torch.nn as nn
from torch import Tensor


def same_function(a: nn.Module, b: nn.Module, x: Tensor) -> bool:
    modes = [(module, module.training) for network in (a, b) for module in network.modules()]
    try:
        torch.set_grad_enabled(False)
        a.eval()
        b.eval()
        out_a, out_b = a(x), b(x)
    finally:
        for module, mode in modes:
            module.training = mode
    return out_a.shape == out_b.shape and torch.allclose(out_a, out_b)
