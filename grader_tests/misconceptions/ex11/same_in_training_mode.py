"""Without gradients a network is in evaluation mode.

caught_by: test_same_function_of_any_networks
explanation: `no_grad` only stops the recording of the graph; dropout and batch normalization still
work as in training, so the same network may give two outputs. Call `eval()` on both before.
"""

import torch
import torch.nn as nn
from torch import Tensor


def same_function(a: nn.Module, b: nn.Module, x: Tensor) -> bool:
    with torch.no_grad():
        out_a, out_b = a(x), b(x)
    return out_a.shape == out_b.shape and torch.allclose(out_a, out_b)
