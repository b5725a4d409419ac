"""The forward pass never fails.

caught_by: test_same_function_modes
explanation: When a forward pass raises, the lines after it are skipped, and the networks stay in
evaluation mode. Restore the modes in a `finally` block.
"""

import torch
import torch.nn as nn
from torch import Tensor


def same_function(a: nn.Module, b: nn.Module, x: Tensor) -> bool:
    modes = [(module, module.training) for network in (a, b) for module in network.modules()]
    a.eval()
    b.eval()
    with torch.no_grad():
        out_a, out_b = a(x), b(x)
    for module, mode in modes:
        module.training = mode
    return out_a.shape == out_b.shape and torch.allclose(out_a, out_b)
