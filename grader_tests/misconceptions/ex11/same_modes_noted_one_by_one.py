"""The two networks have nothing to do with each other.

caught_by: test_same_function_modes
explanation: You note the modes of `b` when `a` is in evaluation mode already. Where the two share
parts, or are the same, you note the wrong modes. Note all of them before you change any.
"""

import torch
import torch.nn as nn
from torch import Tensor


def same_function(a: nn.Module, b: nn.Module, x: Tensor) -> bool:
    modes_a = [(module, module.training) for module in a.modules()]
    a.eval()
    modes_b = [(module, module.training) for module in b.modules()]
    b.eval()
    try:
        with torch.no_grad():
            out_a, out_b = a(x), b(x)
    finally:
        for module, mode in modes_a + modes_b:
            module.training = mode
    return out_a.shape == out_b.shape and torch.allclose(out_a, out_b)
