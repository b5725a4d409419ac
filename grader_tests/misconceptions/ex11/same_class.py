"""The same predictions are the same function.

caught_by: test_same_function_by_hand, test_same_function_of_any_networks
explanation: You compare which output is the largest. Two networks can agree on that and still
differ in the numbers.
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
    return out_a.shape == out_b.shape and torch.equal(out_a.argmax(dim=-1), out_b.argmax(dim=-1))
