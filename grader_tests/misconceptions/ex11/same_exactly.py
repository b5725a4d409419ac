"""Equal functions give equal numbers.

caught_by: test_same_function_of_any_networks
explanation: Two ways to compute the same differ by rounding, and `torch.equal` calls that
different. Use `torch.allclose`.
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
    return torch.equal(out_a, out_b)
