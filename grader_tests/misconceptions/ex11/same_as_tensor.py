"""A tensor with one truth value is a bool.

caught_by: test_same_function_by_hand, test_same_function_of_any_networks, test_same_function_modes
explanation: `(...).all()` gives a tensor. Turn it into a Python bool with `bool(...)` or `.item()`.
"""

import torch
import torch.nn as nn
from torch import Tensor


def same_function(a: nn.Module, b: nn.Module, x: Tensor) -> bool:
    modes = [(module, module.training) for network in (a, b) for module in network.modules()]
    try:
        a.eval()
        b.eval()
        with torch.no_grad():
            out_a, out_b = a(x), b(x)
    finally:
        for module, mode in modes:
            module.training = mode
    if out_a.shape != out_b.shape:
        return False
    return torch.isclose(out_a, out_b).all()
