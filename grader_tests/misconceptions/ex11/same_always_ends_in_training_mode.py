"""Networks were in training mode before.

caught_by: test_same_function_by_hand, test_same_function_modes
explanation: You end with `train()`, also for a network that was in evaluation mode before. Note the
modes before, and set just these back.
"""

import torch
import torch.nn as nn
from torch import Tensor


def same_function(a: nn.Module, b: nn.Module, x: Tensor) -> bool:
    try:
        a.eval()
        b.eval()
        with torch.no_grad():
            out_a, out_b = a(x), b(x)
    finally:
        a.train()
        b.train()
    return out_a.shape == out_b.shape and torch.allclose(out_a, out_b)
